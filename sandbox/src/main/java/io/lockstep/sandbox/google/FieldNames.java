package io.lockstep.sandbox.google;

import java.util.Map;
import java.util.Set;

/**
 * The names that a {@code fields} mask may use. A name of no resource, or one at the top that the
 * answer of the method does not have, is refused; below the top a name only has to exist.
 */
final class FieldNames {
  private static final String PAGE = "kind etag nextPageToken nextSyncToken items";
  private static final Map<String, Set<String>> TOPS =
      Map.of(
          "calendar.events.list", eventsPage(),
          "calendar.events.instances", eventsPage(),
          "calendar.calendarList.list", words(PAGE),
          "calendar.settings.list", words(PAGE),
          "people.connections.list",
              words("connections nextPageToken nextSyncToken totalPeople totalItems"),
          "people.contactGroups.list",
              words("contactGroups nextPageToken nextSyncToken totalItems"));

  private static final Set<String> CALENDAR =
      words(
          """
          accessCode accessRole addOnParameters additionalGuests allowedConferenceSolutionTypes
          anyoneCanAddSelf asyncOperation attachments attendees attendeesOmitted
          autoAcceptInvitations autoDeclineMode background backgroundColor birthdayProperties
          buildingId busy calendar calendars chatStatus colorId comment conferenceData conferenceId
          conferenceProperties conferenceSolution conferenceSolutionKey contact createRequest created
          creator customLocation customTypeName dataOwner date dateTime declineMessage
          defaultReminders deleted description deskId display displayName domain email end
          endTimeUnspecified entryPointFeatures entryPointType entryPoints errors etag event
          eventLabelId eventLabels eventType expiration extendedProperties fileId fileUrl floorId
          floorSectionId focusTimeProperties foreground foregroundColor gadget groups
          guestsCanInviteOthers guestsCanModify guestsCanSeeOtherGuests hangoutLink height hidden
          homeOffice htmlLink iCalUID iconLink iconUri id items key kind label labelProperties link
          location locked meetingCode method mimeType minutes name nextPageToken nextSyncToken notes
          notificationSettings notifications officeLocation optional organizer originalStartTime
          outOfOfficeProperties overrides parameters params passcode password payload pin preferences
          primary private privateCopy reason recurrence recurringEventId regionCode reminders
          requestId resource resourceId resourceUri responseStatus role scope selected self sequence
          shared signature source start status statusCode summary summaryOverride timeMax timeMin
          timeZone title token transparency type updated uri url useDefault value visibility width
          workingLocationProperties
          """);
  private static final Set<String> PEOPLE =
      words(
          """
          addresses ageRange ageRanges biographies birthdays braggingRights buildingId calendarUrls
          canNotRemoveLastContactGroupResourceNames canonicalForm city clientData code connections
          contactGroup contactGroupId contactGroupMembership contactGroupResourceName contactGroups
          content contentType costCenter country countryCode coverPhotos createdPeople current date
          day default deleted department deskCode details displayName displayNameLastFirst domain
          domainMembership emailAddresses endDate etag events extendedAddress externalIds familyName
          fileAses floor floorSection formattedName formattedProtocol formattedType formattedValue
          fullTimeEquivalentMillipercent genders givenName groupType honorificPrefix honorificSuffix
          httpStatusCode addressMeAs id imClients inViewerDomain interests jobDescription key
          linkedPeopleResourceNames locales location locations memberCount memberResourceNames
          memberships message metadata middleName miscKeywords month name names nextPageToken
          nextSyncToken nicknames notFoundResourceNames objectType occupations organizations
          otherContacts people person phoneNumbers phoneticFamilyName phoneticFullName
          phoneticGivenName phoneticHonorificPrefix phoneticHonorificSuffix phoneticMiddleName
          phoneticName photos poBox postalCode previousResourceNames primary profileMetadata protocol
          region relations relationshipInterests relationshipStatuses requestedResourceName
          residences resourceName responses results sipAddresses skills source sourcePrimary sources
          startDate status streetAddress symbol taglines text title totalItems totalPeople type
          unstructuredName updateResult updateTime url urls userDefined userTypes username value
          verified year
          """);

  private FieldNames() {}

  /**
   * @param operation the method called, such as {@code calendar.events.list}
   * @param top whether the name stands at the top of the mask
   */
  static boolean isKnown(String operation, String name, boolean top) {
    if (name.equals("*")) {
      return true;
    }
    Set<String> all = operation.startsWith("people.") ? PEOPLE : CALENDAR;
    return (top ? TOPS.getOrDefault(operation, all) : all).contains(name);
  }

  /** Whether what is below is a map, whose keys are anybody's. */
  static boolean isMap(String name) {
    return Set.of(
            "private",
            "shared",
            "calendars",
            "groups",
            "event",
            "calendar",
            "createdPeople",
            "updateResult",
            "preferences",
            "params",
            "parameters")
        .contains(name);
  }

  private static Set<String> eventsPage() {
    return words(
        PAGE + " summary description updated timeZone accessRole defaultReminders eventLabels");
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
