package io.lockstep.sandbox.salesforce.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.salesforce.api.ClientApp;
import io.lockstep.sandbox.salesforce.org.Org;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Who a user is: the identity URL, its document, the id token and the signature of an answer. */
final class IdentityTokens {
  private final Org org;
  private final InstantSource machineTime;
  private final Supplier<String> baseUrl;
  private @Nullable RSAKey signingKey;

  IdentityTokens(Org org, InstantSource machineTime, Supplier<String> baseUrl) {
    this.org = org;
    this.machineTime = machineTime;
    this.baseUrl = baseUrl;
  }

  String baseUrl() {
    return baseUrl.get();
  }

  String idUrl(Org.UserInfo user) {
    return baseUrl.get() + "/id/" + org.identity().id() + "/" + user.id();
  }

  String signature(Org.UserInfo user, String issuedAt, ClientApp client) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      String secret = client.secret() == null ? client.id() : client.secret();
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] sum = mac.doFinal((idUrl(user) + issuedAt).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String idToken(Org.UserInfo user, ClientApp client) {
    Instant now = machineTime.instant();
    try {
      RSAKey key = key();
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
              new JWTClaimsSet.Builder()
                  .issuer(baseUrl.get())
                  .subject(idUrl(user))
                  .audience(client.id())
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plus(Duration.ofMinutes(2))))
                  .build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, Object> keys() {
    return Map.of("keys", List.of(key().toPublicJWK().toJSONObject()));
  }

  private synchronized RSAKey key() {
    if (signingKey == null) {
      try {
        signingKey =
            new RSAKeyGenerator(2048)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyID("1")
                .generate();
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    }
    return signingKey;
  }

  /** What the identity URL answers. */
  Map<String, @Nullable Object> identity(Org.UserInfo user) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("id", idUrl(user));
    out.put("asserted_user", true);
    out.put("user_id", user.id());
    out.put("organization_id", org.identity().id());
    out.put("username", user.username());
    out.put("nick_name", user.username().replaceFirst("@.*$", ""));
    out.put("display_name", user.fullName());
    out.put("email", user.email());
    out.put("email_verified", true);
    out.put("first_name", user.fullName().contains(" ") ? firstName(user) : null);
    out.put("last_name", lastName(user));
    out.put("timezone", user.timeZone());
    out.put("active", user.active());
    out.put("user_type", "STANDARD");
    out.put("language", user.language());
    out.put("locale", user.locale());
    out.put("urls", urls(user));
    return out;
  }

  /** What {@code userinfo} answers. */
  Map<String, @Nullable Object> userInfo(Org.UserInfo user) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("sub", idUrl(user));
    out.put("user_id", user.id());
    out.put("organization_id", org.identity().id());
    out.put("preferred_username", user.username());
    out.put("nickname", user.username().replaceFirst("@.*$", ""));
    out.put("name", user.fullName());
    out.put("given_name", user.fullName().contains(" ") ? firstName(user) : null);
    out.put("family_name", lastName(user));
    out.put("email", user.email());
    out.put("email_verified", true);
    out.put("zoneinfo", user.timeZone());
    out.put("active", user.active());
    out.put("user_type", "STANDARD");
    out.put("language", user.language());
    out.put("locale", user.locale());
    out.put("urls", urls(user));
    return out;
  }

  private Map<String, Object> urls(Org.UserInfo user) {
    String base = baseUrl.get();
    String orgId = org.identity().id();
    Map<String, Object> urls = new LinkedHashMap<>();
    urls.put("partner", base + "/services/Soap/u/{version}/" + orgId);
    urls.put("rest", base + "/services/data/v{version}/");
    urls.put("sobjects", base + "/services/data/v{version}/sobjects/");
    urls.put("query", base + "/services/data/v{version}/query/");
    urls.put("search", base + "/services/data/v{version}/search/");
    urls.put("recent", base + "/services/data/v{version}/recent/");
    urls.put("profile", base + "/" + user.id());
    urls.put("custom_domain", base);
    return urls;
  }

  private static String firstName(Org.UserInfo user) {
    return user.fullName().substring(0, user.fullName().lastIndexOf(' '));
  }

  private static String lastName(Org.UserInfo user) {
    return user.fullName().substring(user.fullName().lastIndexOf(' ') + 1);
  }
}
