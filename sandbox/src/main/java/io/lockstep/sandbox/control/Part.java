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

  /** Makes the accounts of the company's people, before anybody's things are put anywhere. */
  default void enrol(Company company) {}

  /** Puts what the company's people hold into the service. */
  void plant(Company company);

  /** What a client needs to sign in, beside the service's address. */
  ObjectNode credentials(Company company, String url);

  /** Messages that the service would have sent, oldest first. */
  default List<?> mails() {
    return List.of();
  }

  default void forgetMails() {}

  /**
   * Whatever an administrator of the service can do, or what befalls it.
   *
   * @throws ControlException for an action that the service does not have
   */
  default ObjectNode act(String action, ObjectNode body) {
    throw ControlException.missing("At " + name() + " there is no action " + action + ".");
  }

  /** How the service behaves, as JSON. */
  ObjectNode settings();

  /** Changes the settings that the body names, while the service runs. */
  void settings(ObjectNode changes);

  @Override
  default void close() {}
}
