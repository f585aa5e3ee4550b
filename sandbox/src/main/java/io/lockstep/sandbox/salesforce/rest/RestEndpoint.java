package io.lockstep.sandbox.salesforce.rest;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiAccess;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.ApiUsage;
import io.lockstep.sandbox.salesforce.api.ApiVersion;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /services/data}: the REST API. */
public final class RestEndpoint {
  private final Org org;
  private final ApiAccess access;
  private final ApiUsage batches;
  private final ApiUsage queryJobs;
  private final Function<RestCall, Response> jobs;
  private final Supplier<String> baseUrl;
  private final SObjectsResource sobjects;
  private final QueryResource query;
  private final CollectionsResource collections;
  private final CompositeResource composite;

  /**
   * @param jobs what answers {@code jobs/ingest} and {@code jobs/query}
   * @param baseUrl what clients call the service, without a slash at the end
   */
  public RestEndpoint(
      Org org,
      ApiAccess access,
      ApiUsage batches,
      ApiUsage queryJobs,
      Function<RestCall, Response> jobs,
      Supplier<String> baseUrl) {
    this.org = org;
    this.access = access;
    this.batches = batches;
    this.queryJobs = queryJobs;
    this.jobs = jobs;
    this.baseUrl = baseUrl;
    this.sobjects = new SObjectsResource(org);
    this.query = new QueryResource(org);
    this.collections = new CollectionsResource(org);
    this.composite = new CompositeResource(org, this::part);
  }

  /** A HEAD is answered as the GET would be, without the body. */
  public Response handle(Request sent) {
    if (!sent.method().equals("HEAD")) {
      return answer(sent);
    }
    Response full =
        answer(new Request("GET", sent.path(), sent.query(), sent.headers(), sent.body()));
    return new Response(full.status(), full.headers(), new byte[0], full.operation());
  }

  private Response answer(Request sent) {
    List<String> path = sent.segments();
    if (path.size() == 2 && sent.method().equals("GET")) {
      return DiscoveryResource.versions();
    }
    Response response;
    try {
      Request request = overridden(sent);
      if (path.size() < 3) {
        throw new ApiException(
            405,
            "METHOD_NOT_ALLOWED",
            "HTTP Method '" + sent.method() + "' not allowed. Allowed are HEAD,GET");
      }
      double version = ApiVersion.parse(path.get(2));
      Session session = access.enter(bearer(request), request);
      RestCall rest =
          new RestCall(
              request,
              path.subList(3, path.size()),
              path.get(2),
              call(request, session, version),
              session);
      response = dispatch(rest);
    } catch (ApiException e) {
      response = RestAnswers.error(e);
    } catch (OrgException e) {
      response = RestAnswers.error(e);
    }
    return response.with(
        "Sforce-Limit-Info", "api-usage=" + access.usage().used() + "/" + access.usage().limit());
  }

  /** The token of an {@code Authorization} header; null where there is none. */
  public static @Nullable String bearer(Request request) {
    String header = request.header("authorization");
    if (header == null) {
      return null;
    }
    String lower = header.toLowerCase(Locale.ROOT);
    return lower.startsWith("bearer ")
        ? header.substring(7).trim()
        : lower.startsWith("oauth ") ? header.substring(6).trim() : null;
  }

  private Response part(RestCall outer, Request request) {
    List<String> path = request.segments();
    try {
      if (path.size() < 4 || !path.getFirst().equals("services") || !path.get(1).equals("data")) {
        throw ApiException.notFound();
      }
      double version = ApiVersion.parse(path.get(2));
      if (path.get(3).equals("composite") && (path.size() == 4 || path.get(4).equals("batch"))) {
        throw new ApiException(
            400, "INVALID_INPUT", "A composite request cannot hold another composite request");
      }
      return dispatch(
          new RestCall(
              request,
              path.subList(3, path.size()),
              path.get(2),
              call(request, outer.session(), version),
              outer.session()));
    } catch (ApiException e) {
      return RestAnswers.error(e);
    } catch (OrgException e) {
      return RestAnswers.error(e);
    }
  }

  private Response dispatch(RestCall rest) {
    if (rest.path().isEmpty()) {
      onlyRead(rest);
      return DiscoveryResource.resources(
          rest, baseUrl.get() + "/id/" + org.identity().id() + "/" + rest.session().userId());
    }
    return switch (rest.path().getFirst()) {
      case "sobjects" -> sobjects.handle(rest);
      case "query", "queryAll" -> query.handle(rest);
      case "limits" -> {
        onlyRead(rest);
        yield DiscoveryResource.limits(access.usage(), batches, queryJobs);
      }
      case "composite" -> composite(rest);
      case "jobs" -> jobs.apply(rest);
      case "recent" -> {
        onlyRead(rest);
        yield RestAnswers.json(200, List.of(), "rest.recent");
      }
      case "search", "parameterizedSearch" -> throw ApiException.unsupported("search (SOSL)");
      default -> throw ApiException.unsupported("the resource " + rest.path().getFirst());
    };
  }

  private static void onlyRead(RestCall rest) {
    if (!rest.method().equals("GET")) {
      throw rest.methodNotAllowed("HEAD", "GET");
    }
  }

  private Response composite(RestCall rest) {
    String kind = rest.path().size() > 1 ? rest.path().get(1) : "";
    if (kind.equals("sobjects")) {
      return collections.handle(rest);
    }
    if (!rest.method().equals("POST")) {
      throw rest.methodNotAllowed("POST");
    }
    return switch (kind) {
      case "" -> composite.composite(rest);
      case "batch" -> composite.batch(rest);
      default -> throw ApiException.unsupported("composite/" + kind);
    };
  }

  /** Clients without PATCH send POST and name the method in the query. */
  private static Request overridden(Request sent) {
    String method = sent.param("_HttpMethod");
    return method == null || !sent.method().equals("POST")
        ? sent
        : new Request(
            method.toUpperCase(Locale.ROOT),
            sent.path(),
            sent.query(),
            sent.headers(),
            sent.body());
  }

  private static Org.Call call(Request request, Session session, double version) {
    String options = request.header("sforce-call-options");
    String duplicates = request.header("sforce-duplicate-rule-header");
    return new Org.Call(
        session.userId(),
        version,
        option(options, "client"),
        true,
        "true".equalsIgnoreCase(option(duplicates, "allowSave")),
        false,
        option(options, "defaultNamespace"));
  }

  /** One value of a header such as {@code client=x, defaultNamespace=y}. */
  private static @Nullable String option(@Nullable String header, String name) {
    if (header == null) {
      return null;
    }
    Matcher matcher =
        Pattern.compile("(?i)(?:^|[,;])\\s*" + name + "\\s*=\\s*([^,;]*)").matcher(header);
    return matcher.find() && !matcher.group(1).isBlank() ? matcher.group(1).trim() : null;
  }
}
