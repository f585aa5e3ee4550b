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
 * known by its resource name, else by our client data on it; by its name only the first time. A
 * further label, which an administrator named and people make, selects contacts as well; that one
 * is known by its name alone.
 */
final class ContactLabel {
  static final String NAME = "Salesforce Sync";

  /** Outside this system group a contact is hidden from the person's list. */
  private static final String MY_CONTACTS = "contactGroups/myContacts";

  private static final String PERSONS_OWN = "USER_CONTACT_GROUP";
  private static final String CLIENT_DATA = "lockstep";
  private static final String FIELDS = "name,groupType,metadata,clientData";

  private final PeopleService people;
  private final GoogleCalls calls;
  private final MailboxContext context;
  private String resourceName;
  private boolean checked;

  /** The resource name of the further label; empty = there is none; null = not looked for yet. */
  private @Nullable String selecting;

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
    String ours = null;
    String byName = null;
    String chosen = "";
    for (ContactGroup group : list()) {
      if (isOurs(group) && ours == null) {
        ours = group.getResourceName();
      } else if (NAME.equals(group.getName())) {
        byName = group.getResourceName();
      }
      if (PERSONS_OWN.equals(group.getGroupType())
          && context.contactSelector().names(group.getName())) {
        chosen = group.getResourceName();
      }
    }
    selecting = chosen;
    return ours != null ? ours : byName;
  }

  /** All labels that stand. */
  private List<ContactGroup> list() {
    List<ContactGroup> standing = new ArrayList<>();
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
        groups.stream().filter(group -> !isDeleted(group)).forEach(standing::add);
        page = answer.getNextPageToken();
      } while (page != null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return standing;
  }

  /** The further label's resource name; empty where the person has none of that name. */
  private String selecting() {
    String known = selecting;
    if (known == null) {
      String unused = resourceName.isEmpty() ? standing() : find();
      known = selecting == null ? "" : selecting;
    }
    return known;
  }

  /**
   * Differs where other labels select now, though no contact changed: the administrator named
   * another one, or the person made, renamed or removed it. Costs a call, except for our own label
   * alone, whose contacts Google tells of by themselves.
   */
  String code() {
    return context.contactSelector().isDefault()
        ? "-"
        : context.contactSelector().code() + "%08x".formatted(selecting().hashCode());
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
    return isUnder(person, resourceName())
        || (person.getMemberships() != null && isUnder(person, selecting()));
  }

  private static boolean isUnder(Person person, String label) {
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
