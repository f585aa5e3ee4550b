package io.lockstep.sandbox.salesforce.rest;

import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code query}, {@code queryAll} and the pages that follow. */
final class QueryResource {
  private static final int DEFAULT_BATCH = 2_000;
  private static final Pattern BATCH = Pattern.compile("batchSize\\s*=\\s*(\\d+)");

  private final Org org;

  QueryResource(Org org) {
    this.org = org;
  }

  Response handle(RestCall rest) {
    if (!rest.method().equals("GET")) {
      throw rest.methodNotAllowed("GET", "HEAD");
    }
    String resource = rest.path().getFirst();
    boolean all = resource.equals("queryAll");
    RestRowWriter writer = new RestRowWriter(rest.root());
    if (rest.path().size() > 2) {
      throw ApiException.notFound();
    }
    if (rest.path().size() == 2) {
      Org.Page page = org.queryMore(rest.call(), rest.path().get(1));
      return RestAnswers.json(200, writer.page(page, resource), "rest.queryMore");
    }
    if (rest.request().param("explain") != null) {
      throw ApiException.unsupported("query plans (explain)");
    }
    String soql = rest.request().param("q");
    if (soql == null) {
      throw new ApiException(
          400, "MALFORMED_QUERY", "A query string has to be specified as the parameter q");
    }
    if ("true".equals(rest.request().param("columns"))) {
      Schema schema = new Schema(org, rest.call());
      return RestAnswers.json(200, ColumnMetadata.of(soql, schema), "rest.query.columns");
    }
    Org.Page page = org.query(rest.call(), soql, all, batch(rest));
    return RestAnswers.json(200, writer.page(page, resource), "rest." + resource);
  }

  private static int batch(RestCall rest) {
    String options = rest.request().header("sforce-query-options");
    Matcher matcher = BATCH.matcher(options == null ? "" : options);
    return matcher.find()
        ? Math.clamp(Long.parseLong(matcher.group(1)), 200, 2_000)
        : DEFAULT_BATCH;
  }
}
