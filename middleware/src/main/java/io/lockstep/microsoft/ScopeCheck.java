package io.lockstep.microsoft;

import com.microsoft.graph.models.Calendar;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.call.Sleeper;
import io.lockstep.port.PortException;
import java.util.random.RandomGenerator;

/**
 * Whether an application really reaches only the mailboxes that it should: one harmless look at a
 * mailbox that an administrator says is out of scope. Grants add up, so a consent left in Entra
 * undoes a scope set in Exchange (reference/microsoft.md A7).
 */
public final class ScopeCheck {
  private ScopeCheck() {}

  /**
   * @param address of a mailbox
   * @return whether the connection can read it
   * @throws PortException where that could not be found out, or the connection itself does not work
   */
  public static boolean reads(
      GraphConnection connection, String address, Sleeper sleeper, RandomGenerator random) {
    GraphCalls calls = connection.calls(address, sleeper, random);
    Result<Calendar> result =
        calls.attempt(
            () ->
                Preferences.on(
                    connection
                        .user(address)
                        .calendar()
                        .toGetRequestInformation(
                            asked -> asked.queryParameters.select = new String[] {"id"})),
            Calendar::createFromDiscriminatorValue);
    return switch (result) {
      case Result.Done<Calendar> done -> true;
      case Result.Failed<Calendar>(Failure failure)
          when failure.is(FailureKind.ACCESS_LOST)
              && failure.code().equalsIgnoreCase("ErrorAccessDenied") ->
          false;
      case Result.Failed<Calendar>(Failure failure) -> throw failure.asException();
    };
  }
}
