package io.lockstep.sandbox.salesforce.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.api.SafeXml;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * A {@code jobInfo} as sent.
 *
 * @param json whether it was JSON, and so shall the answer be
 */
record V1JobRequest(Map<String, String> values, boolean json) {

  /**
   * @throws BulkException {@code InvalidJob}
   */
  static V1JobRequest of(Request request) {
    Map<String, String> values = new LinkedHashMap<>();
    if (isJson(request)) {
      try {
        JsonNode body = Json.read(request.text());
        body.properties().forEach(e -> values.put(e.getKey(), e.getValue().asText("")));
      } catch (ApiException e) {
        throw new BulkException("InvalidJob", "Unable to parse Job");
      }
      return new V1JobRequest(values, true);
    }
    try {
      Element root = SafeXml.document(request.body());
      if (!root.getLocalName().equals("jobInfo")
          || !V1Formats.NAMESPACE.equals(root.getNamespaceURI())) {
        throw new BulkException("InvalidJob", "Unable to parse Job");
      }
      SafeXml.children(root).forEach(c -> values.put(c.getLocalName(), c.getTextContent().trim()));
      return new V1JobRequest(values, false);
    } catch (SAXException e) {
      throw new BulkException("InvalidJob", "Unable to parse Job");
    }
  }

  static boolean isJson(Request request) {
    String type = request.header("content-type");
    return type != null && type.startsWith("application/json");
  }

  @Nullable String get(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
