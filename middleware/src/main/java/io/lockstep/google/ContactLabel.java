package io.lockstep.google;

import com.google.api.services.people.v1.PeopleService;
import com.google.api.services.people.v1.model.ContactGroup;
import com.google.api.services.people.v1.model.ContactGroupMembership;
import com.google.api.services.people.v1.model.CreateContactGroupRequest;
import com.google.api.services.people.v1.model.GroupClientData;
import com.google.api.services.people.v1.model.ListContactGroupsResponse;
import com.google.api.services.people.v1.model.Membership;
import com.google.api.services.people.v1.model.Person;
import io.lockstep.call.CallFailed;
import io.lockstep.call.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The label under which contacts come in and go out. People rename and translate labels, so it is
 * known by its resource name, else by our client data on it; by its name only the first time.
 */
final class ContactLabel {
  static final String NAME = "Salesforce Sync";

  /** Outside this system group a contact is hidden from the person's list. */
  private static final String MY_CONTACTS = "contactGroups/myContacts";

  private static final String CLIENT_DATA = "lockstep";
  private static final String FIELDS = "name,groupType,metadata,clientData";

  private final PeopleService people;
  private final GoogleCalls calls;
  private final MailboxContext context;
  private String resourceName;
  private boolean checked;

  ContactLabel(PeopleService people, GoogleCalls calls, MailboxContext context) {
    this.people = people;
    this.calls = calls;
    this.context = context;
    this.resourceName = context.label();
  }

  /** As remembered; looked for, and made where there is none, if nothing is remembered. */
  String resourceName() {
    return resourceName.isEmpty() ? standing() : resourceName;
  }

  /** The label, known to be there: once for the life of a mailbox object. */
  String standing() {
    if (!checked) {
      if (resourceName.isEmpty() || !reads()) {
        resourceName = findOrCreate();
        context.labelFound().accept(resourceName);
      }
      checked = true;
    }
    return resourceName;
  }

  /** Whether the label is there and can be read, asked anew. */
  boolean reads() {
    try {
      ContactGroup group =
          calls.read(people.contactGroups().get(resourceName()).setGroupFields(FIELDS));
      return !isDeleted(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CallFailed e) {
      if (e.failure().is(FailureKind.ABSENT)) {
        return false;
      }
      throw e;
    }
  }

  private String findOrCreate() {
    String found = find();
    if (found != null) {
      return found;
    }
    try {
      return create();
    } catch (CallFailed e) {
      // Somebody was quicker, or the name is taken in another spelling.
      String second = e.failure().is(FailureKind.DUPLICATE) ? find() : null;
      if (second == null) {
        throw e;
      }
      return second;
    }
  }

  private @Nullable String find() {
    String byName = null;
    String page = null;
    try {
      do {
        ListContactGroupsResponse answer =
            calls.read(
                people
                    .contactGroups()
                    .list()
                    .setPageSize(1000)
                    .setGroupFields(FIELDS)
                    .setPageToken(page));
        List<ContactGroup> groups =
            answer.getContactGroups() == null ? List.of() : answer.getContactGroups();
        for (ContactGroup group : groups) {
          if (isDeleted(group)) {
            continue;
          }
          if (isOurs(group)) {
            return group.getResourceName();
          }
          if (NAME.equals(group.getName())) {
            byName = group.getResourceName();
          }
        }
        page = answer.getNextPageToken();
      } while (page != null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return byName;
  }

  private static boolean isDeleted(ContactGroup group) {
    return group.getMetadata() != null && Boolean.TRUE.equals(group.getMetadata().getDeleted());
  }

  private boolean isOurs(ContactGroup group) {
    return group.getClientData() != null
        && group.getClientData().stream()
            .anyMatch(
                data ->
                    CLIENT_DATA.equals(data.getKey()) && context.orgId().equals(data.getValue()));
  }

  private String create() {
    try {
      return calls
          .once(
              people
                  .contactGroups()
                  .create(
                      new CreateContactGroupRequest()
                          .setContactGroup(
                              new ContactGroup()
                                  .setName(NAME)
                                  .setClientData(
                                      List.of(
                                          new GroupClientData()
                                              .setKey(CLIENT_DATA)
                                              .setValue(context.orgId()))))
                          .setReadGroupFields(FIELDS)))
          .getResourceName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean holds(Person person) {
    String label = resourceName();
    return person.getMemberships() != null
        && person.getMemberships().stream()
            .map(Membership::getContactGroupMembership)
            .anyMatch(in -> in != null && label.equals(in.getContactGroupResourceName()));
  }

  List<Membership> memberships() {
    List<Membership> both = new ArrayList<>();
    for (String group : List.of(standing(), MY_CONTACTS)) {
      both.add(
          new Membership()
              .setContactGroupMembership(
                  new ContactGroupMembership().setContactGroupResourceName(group)));
    }
    return both;
  }
}
