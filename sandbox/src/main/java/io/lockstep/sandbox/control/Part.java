package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.seed.Company;
import java.util.List;

/**
 * One simulated service in the hands of the sandbox. A part is made empty, filled once, and thrown
 * away by a reset; what clients were given once (ids, secrets, keys) outlives it.
 */
public interface Part extends AutoCloseable {
  /** {@code salesforce}, {@code google} or {@code microsoft}. */
  String name();

  HttpService.Handler handler();

  PersonalView view();

  /** What the service calls the person, for {@link #view}. */
  String account(io.lockstep.sandbox.seed.Person person);

  /** Puts the company's people and what they hold into the service. */
  void plant(Company company);

  /** What a client needs to sign in, beside the service's address. */
  ObjectNode credentials(Company company, String url);

  /** Messages that the service would have sent, oldest first. */
  default List<?> mails() {
    return List.of();
  }

  default void forgetMails() {}

  /** How the service behaves, as JSON. */
  ObjectNode settings();

  /** Changes the settings that the body names, while the service runs. */
  void settings(ObjectNode changes);

  @Override
  default void close() {}
}
