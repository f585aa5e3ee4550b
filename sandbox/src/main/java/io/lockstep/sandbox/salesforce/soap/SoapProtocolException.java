package io.lockstep.sandbox.salesforce.soap;

/** A message that is no valid SOAP request of this API: {@code soapenv:Client}, without detail. */
final class SoapProtocolException extends RuntimeException {
  SoapProtocolException(String message) {
    super(message);
  }
}
