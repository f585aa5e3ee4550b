package io.lockstep.microsoft;

import com.microsoft.graph.models.Calendar;
import com.microsoft.graph.models.ContactFolderCollectionResponse;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.call.Sleeper;
import io.lockstep.port.PortException;
import io.lockstep.sync.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Whether an application really reaches only the mailboxes that it should: a harmless look at the
 * calendar and one at the contacts of a mailbox that an administrator says is out of scope. Grants
 * add up, so a consent left in Entra for either of them undoes the scope that was set in Exchange
 * for that one.
 */
public final class ScopeCheck {
  private ScopeCheck() {}

  /**
   * @param address of a mailbox
   * @return what the connection can read of it
   * @throws PortException where that could not be found out, or the connection itself does not work
   */
  public static Set<Kind> reads(
      GraphConnection connection, String address, Sleeper sleeper, RandomGenerator random) {
    GraphCalls calls = connection.calls(address, sleeper, random);
    UserItemRequestBuilder user = connection.user(address);
    Set<Kind> read = EnumSet.noneOf(Kind.class);
    if (isAnswered(
        calls.attempt(
            () ->
                Preferences.on(
                    user.calendar()
                        .toGetRequestInformation(
                            asked -> asked.queryParameters.select = new String[] {"id"})),
            Calendar::createFromDiscriminatorValue))) {
      read.add(Kind.EVENT);
    }
    if (isAnswered(
        calls.attempt(
            () ->
                Preferences.on(
                    user.contactFolders()
                        .toGetRequestInformation(
                            asked -> {
                              asked.queryParameters.top = 1;
                              asked.queryParameters.select = new String[] {"id"};
                            })),
            ContactFolderCollectionResponse::createFromDiscriminatorValue))) {
      read.add(Kind.CONTACT);
    }
    return read;
  }

  private static boolean isAnswered(Result<?> result) {
    return switch (result) {
      case Result.Done<?> done -> true;
      case Result.Failed<?>(Failure failure)
          when failure.is(FailureKind.ACCESS_LOST)
              && failure.code().equalsIgnoreCase("ErrorAccessDenied") ->
          false;
      case Result.Failed<?>(Failure failure) -> throw failure.asException();
    };
  }
}
