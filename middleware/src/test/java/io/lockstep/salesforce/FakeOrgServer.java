package io.lockstep.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A server that answers exactly what a test says, for the single answers of the wire. */
final class FakeOrgServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String ORG = "00D000000000001EAA";
  static final String USER = "005000000000001AAA";
  private static final KeyPair KEYS = keys();

  final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().gzipDisabled(false));

  FakeOrgServer() {
    server.start();
    token(200, tokenBody("token-1"));
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static RSAPublicKey publicKey() {
    return (RSAPublicKey) KEYS.getPublic();
  }

  static RSAPrivateKey privateKey() {
    return (RSAPrivateKey) KEYS.getPrivate();
  }

  OrgSettings settings() {
    return new OrgSettings(
        URI.create(server.baseUrl()),
        "client",
        privateKey(),
        "integration@example.com",
        "65.0",
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        null);
  }

  OrgWire wire() {
    return OrgWire.of(settings(), InstantSource.fixed(NOW));
  }

  SoapUser user(OrgWire wire) {
    return new SoapUser(wire, "ann@example.com", () -> null);
  }

  String tokenBody(String token) {
    return """
    {"access_token":"%s","instance_url":"%s","token_type":"Bearer",
     "id":"https://login.salesforce.com/id/%s/%s"}
    """
        .formatted(token, server.baseUrl(), ORG, USER);
  }

  void token(int status, String body) {
    server.stubFor(
        post(urlPathEqualTo("/services/oauth2/token"))
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/json")
                    .withBody(body)));
  }

  /** Answers a SOAP operation; a later answer comes first. */
  void soap(String operation, ResponseDefinitionBuilder answer) {
    server.stubFor(
        post(urlPathMatching("/services/Soap/u/.*"))
            .withRequestBody(containing("<m:" + operation))
            .willReturn(answer));
  }

  static ResponseDefinitionBuilder ok(String operation, String result) {
    return envelope(
        200,
        """
        <LimitInfoHeader><limitInfo><current>18</current><limit>5000</limit>\
        <type>API REQUESTS</type></limitInfo></LimitInfoHeader>""",
        "<" + operation + "Response>" + result + "</" + operation + "Response>");
  }

  static ResponseDefinitionBuilder fault(String code, String message) {
    return envelope(
        500,
        "",
        """
        <soapenv:Fault xmlns:sf="urn:fault.partner.soap.sforce.com">\
        <faultcode>sf:%1$s</faultcode><faultstring>%1$s: %2$s</faultstring><detail>\
        <sf:UnexpectedErrorFault xsi:type="sf:UnexpectedErrorFault">\
        <sf:exceptionCode>%1$s</sf:exceptionCode><sf:exceptionMessage>%2$s</sf:exceptionMessage>\
        </sf:UnexpectedErrorFault></detail></soapenv:Fault>"""
            .formatted(code, message));
  }

  private static ResponseDefinitionBuilder envelope(int status, String header, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "text/xml; charset=UTF-8")
        .withBody(
            """
            <?xml version="1.0" encoding="UTF-8"?>\
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" \
            xmlns="urn:partner.soap.sforce.com" xmlns:sf="urn:sobject.partner.soap.sforce.com" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
            <soapenv:Header>%s</soapenv:Header><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>"""
                .formatted(header, body));
  }

  static String page(String... records) {
    return """
    <result xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/>%s\
    <size>%d</size></result>"""
        .formatted(String.join("", records), records.length);
  }

  static String record(String type, String id, String fields) {
    return """
    <records xsi:type="sf:sObject"><sf:type>%1$s</sf:type><sf:Id>%2$s</sf:Id><sf:Id>%2$s</sf:Id>\
    %3$s</records>"""
        .formatted(type, id, fields);
  }

  static String timestamp(String at) {
    return "<result><timestamp>" + at + "</timestamp></result>";
  }

  List<LoggedRequest> soapCalls() {
    return server.findAll(
        com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor(
            urlPathMatching("/services/Soap/u/.*")));
  }

  List<LoggedRequest> tokenCalls() {
    return server.findAll(
        com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor(
            urlPathEqualTo("/services/oauth2/token")));
  }

  @Override
  public void close() {
    server.stop();
  }
}
