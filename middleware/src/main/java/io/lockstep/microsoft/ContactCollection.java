package io.lockstep.microsoft;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.ContactFolder;
import com.microsoft.graph.models.ContactFolderCollectionResponse;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.call.CallFailed;
import io.lockstep.call.FailureKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which contacts take part: those in our folder, and those anywhere that carry the category that
 * selects. People rename folders, so ours is known by our property on it; by its name only the
 * first time. A category is a text on each contact: renamed, it is another one.
 */
final class ContactCollection {
  static final String FOLDER = "Salesforce_Sync";
  private static final int PAGE = 100;

  private final UserItemRequestBuilder user;
  private final GraphCalls calls;
  private final MailboxContext context;
  private @Nullable String folderId;

  ContactCollection(UserItemRequestBuilder user, GraphCalls calls, MailboxContext context) {
    this.user = user;
    this.calls = calls;
    this.context = context;
  }

  /** The folder's id; found, or made where there is none, once for the life of a mailbox object. */
  String folderId() {
    String known = folderId;
    if (known == null) {
      known = findOrCreate();
      folderId = known;
    }
    return known;
  }

  /** Whether the folder is there and can be read, asked anew. */
  boolean reads() {
    String id = folderId();
    try {
      ContactFolder unused =
          calls.read(
              () ->
                  Preferences.on(
                      user.contactFolders()
                          .byContactFolderId(id)
                          .toGetRequestInformation(
                              asked -> asked.queryParameters.select = new String[] {"id"})),
              ContactFolder::createFromDiscriminatorValue);
      return true;
    } catch (CallFailed e) {
      return false;
    }
  }

  boolean holds(Contact contact) {
    return folderId().equals(contact.getParentFolderId()) || isChosen(contact);
  }

  private boolean isChosen(Contact contact) {
    return contact.getCategories() != null
        && contact.getCategories().stream().anyMatch(context.contactSelector()::names);
  }

  private String findOrCreate() {
    String found = find();
    if (found != null) {
      return found;
    }
    try {
      ContactFolder made =
          calls.once(
              () -> Preferences.on(user.contactFolders().toPostRequestInformation(fresh())),
              ContactFolder::createFromDiscriminatorValue);
      return String.valueOf(made.getId());
    } catch (CallFailed e) {
      // Somebody was quicker.
      String second = e.failure().is(FailureKind.DUPLICATE) ? find() : null;
      if (second == null) {
        throw e;
      }
      return second;
    }
  }

  private ContactFolder fresh() {
    ContactFolder folder = new ContactFolder();
    folder.setDisplayName(FOLDER);
    folder.setSingleValueExtendedProperties(ItemMark.folder(context.orgId()));
    return folder;
  }

  private @Nullable String find() {
    String byName = null;
    String link = null;
    do {
      String from = link;
      ContactFolderCollectionResponse page =
          calls.read(
              () -> request(from), ContactFolderCollectionResponse::createFromDiscriminatorValue);
      List<ContactFolder> folders = page.getValue() == null ? List.of() : page.getValue();
      for (ContactFolder folder : folders) {
        if (ItemMark.isFolderOf(context.orgId(), folder.getSingleValueExtendedProperties())) {
          return folder.getId();
        }
        if (FOLDER.equalsIgnoreCase(folder.getDisplayName())) {
          byName = folder.getId();
        }
      }
      link = page.getOdataNextLink();
    } while (link != null);
    return byName;
  }

  private RequestInformation request(@Nullable String link) {
    return Preferences.on(
        link != null
            ? user.contactFolders().withUrl(link).toGetRequestInformation()
            : user.contactFolders()
                .toGetRequestInformation(
                    asked -> {
                      asked.queryParameters.top = PAGE;
                      asked.queryParameters.expand = new String[] {ItemMark.EXPAND_FOLDER};
                    }));
  }
}
