package io.lockstep.sandbox;

import io.lockstep.sandbox.control.GooglePart;
import io.lockstep.sandbox.control.KeyMaterial;
import io.lockstep.sandbox.control.MicrosoftPart;
import io.lockstep.sandbox.control.SalesforcePart;
import io.lockstep.sandbox.control.Services;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The services a sandbox consists of. */
final class Parts {
  private Parts() {}

  static List<Services.Maker> makers(SandboxOptions options) {
    SalesforcePart.Blueprint org =
        new SalesforcePart.Blueprint(
            new AtomicReference<>(SalesforcePart.Blueprint.usual()),
            options.forceApp(),
            KeyMaterial.generate(),
            KeyMaterial.generate(),
            options.redirectUris());
    KeyMaterial googleKey = KeyMaterial.generate();
    KeyMaterial microsoftKey = KeyMaterial.generate();
    return List.of(
        (shared, post, urls) -> new SalesforcePart(shared, org, () -> urls.apply("salesforce")),
        (shared, post, urls) -> new GooglePart(shared, post, googleKey, options.redirectUris()),
        (shared, post, urls) ->
            new MicrosoftPart(shared, post, microsoftKey, options.redirectUris()));
  }
}
