package io.lockstep.microsoft;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.contact.ContactSelector;
import io.lockstep.port.Mailbox.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The change feed of contacts. Graph has one for each folder: ours is read first, then the default
 * folder, for what carries the category there.
 */
final class ContactFeed {
  private static final int PAGE = 500;

  /** Names this version's format of cursors: the selector's code, ours, the default folder's. */
  private static final String CURSOR = "c2";

  private static final String OURS = "o1";
  private static final String DEFAULT = "d1";

  /** One answer of either feed. */
  private record Answered(
      List<Contact> entries, @Nullable String nextLink, @Nullable String deltaLink) {}

  private final UserItemRequestBuilder user;
  private final GraphCalls calls;
  private final GraphContacts contacts;
  private final ContactCollection collection;
  private final ContactSelector selector;

  ContactFeed(
      UserItemRequestBuilder user,
      GraphCalls calls,
      GraphContacts contacts,
      ContactCollection collection,
      ContactSelector selector) {
    this.user = user;
    this.calls = calls;
    this.contacts = contacts;
    this.collection = collection;
    this.selector = selector;
  }

  /** See {@link io.lockstep.port.Mailbox#changes}. */
  Page changes(@Nullable String cursor, @Nullable String page) {
    String[] last = cursor == null ? new String[] {"", "", "", ""} : parts(cursor, CURSOR, 4);
    if (cursor != null && !last[1].equals(selector.code())) {
      // No contact changed, and yet others take part now.
      throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, "cursorOfAnotherSelector"));
    }
    return page != null && page.startsWith(DEFAULT + " ")
        ? ofDefault(parts(page, DEFAULT, 3), cursor == null)
        : ofOurs(page == null ? last[2] : parts(page, OURS, 2)[1], last[3], cursor == null);
  }

  private static String[] parts(String text, String kind, int count) {
    // Links hold no space.
    String[] parts = text.split(" ", -1);
    if (parts.length != count || !parts[0].equals(kind)) {
      throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, "cursorOfAnotherVersion"));
    }
    return parts;
  }

  private Page ofOurs(String link, String linkOfDefault, boolean complete) {
    Answered answer = read(link, () -> ours(link));
    String next = answer.nextLink();
    return page(
        answer,
        next != null ? OURS + " " + next : DEFAULT + " " + deltaLink(answer) + " " + linkOfDefault,
        null,
        complete);
  }

  private Page ofDefault(String[] step, boolean complete) {
    String link = step[2];
    Answered answer = read(link, () -> ofDefault(link));
    String next = answer.nextLink();
    return next != null
        ? page(answer, DEFAULT + " " + step[1] + " " + next, null, complete)
        : page(
            answer,
            null,
            String.join(" ", CURSOR, selector.code(), step[1], deltaLink(answer)),
            complete);
  }

  private static String deltaLink(Answered answer) {
    String link = answer.deltaLink();
    if (link == null) {
      throw new CallFailed(Failure.unavailable("neitherNextNorDeltaLink", null));
    }
    return link;
  }

  private Page page(
      Answered answer, @Nullable String next, @Nullable String cursor, boolean complete) {
    List<String> gone = new ArrayList<>();
    List<Contact> there = new ArrayList<>();
    for (Contact contact : answer.entries()) {
      if (contact.getAdditionalData().containsKey("@removed")) {
        // Deleted, or moved to another folder.
        gone.add(String.valueOf(contact.getId()));
      } else {
        there.add(contact);
      }
    }
    return new Page(contacts.snapshots(there), gone, next, cursor, complete);
  }

  private Answered read(String link, Supplier<Answered> call) {
    try {
      return call.get();
    } catch (CallFailed e) {
      Failure failure = e.failure();
      // A link that cannot be read, or whose folder is gone: listing mends both.
      if (!link.isEmpty() && (failure.is(FailureKind.REFUSED) || failure.is(FailureKind.ABSENT))) {
        throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, failure.code()));
      }
      throw e;
    }
  }

  private Answered ours(String link) {
    var delta = user.contactFolders().byContactFolderId(collection.folderId()).contacts().delta();
    var answer =
        calls.read(
            () ->
                paged(
                    link.isEmpty()
                        ? delta.toGetRequestInformation()
                        : delta.withUrl(link).toGetRequestInformation()),
            com.microsoft.graph.users.item.contactfolders.item.contacts.delta.DeltaGetResponse
                ::createFromDiscriminatorValue);
    return new Answered(
        orNone(answer.getValue()), answer.getOdataNextLink(), answer.getOdataDeltaLink());
  }

  private Answered ofDefault(String link) {
    var delta = user.contacts().delta();
    var answer =
        calls.read(
            () ->
                paged(
                    link.isEmpty()
                        ? delta.toGetRequestInformation()
                        : delta.withUrl(link).toGetRequestInformation()),
            com.microsoft.graph.users.item.contacts.delta.DeltaGetResponse
                ::createFromDiscriminatorValue);
    return new Answered(
        orNone(answer.getValue()), answer.getOdataNextLink(), answer.getOdataDeltaLink());
  }

  private static RequestInformation paged(RequestInformation request) {
    return Preferences.paged(request, PAGE);
  }

  private static List<Contact> orNone(@Nullable List<Contact> entries) {
    return entries == null ? List.of() : entries;
  }
}
