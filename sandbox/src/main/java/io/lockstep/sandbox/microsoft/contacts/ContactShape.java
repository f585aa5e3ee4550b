package io.lockstep.sandbox.microsoft.contacts;

import io.lockstep.sandbox.microsoft.odata.ExtendedProperties;
import io.lockstep.sandbox.microsoft.odata.Shape;
import java.util.List;

/** The properties of contacts and contact folders in v1.0 (reference/microsoft.md C). */
final class ContactShape {
  static final List<String> TEXTS =
      List.of(
          "assistantName",
          "businessHomePage",
          "companyName",
          "department",
          "displayName",
          "fileAs",
          "generation",
          "givenName",
          "initials",
          "jobTitle",
          "manager",
          "middleName",
          "mobilePhone",
          "nickName",
          "officeLocation",
          "personalNotes",
          "profession",
          "spouseName",
          "surname",
          "title",
          "yomiCompanyName",
          "yomiGivenName",
          "yomiSurname");
  static final List<String> LISTS =
      List.of("businessPhones", "homePhones", "imAddresses", "children", "categories");
  static final List<String> ADDRESSES = List.of("homeAddress", "businessAddress", "otherAddress");
  static final List<String> POSITIONS =
      List.of("primaryEmailAddress", "secondaryEmailAddress", "tertiaryEmailAddress");

  private static final Shape ADDRESS =
      new Shape("microsoft.graph.physicalAddress")
          .texts("street", "city", "state", "countryOrRegion", "postalCode");
  private static final Shape EMAIL =
      new Shape("microsoft.graph.emailAddress").texts("name", "address");

  static final Shape CONTACT = contact();

  static final Shape FOLDER =
      new Shape("microsoft.graph.contactFolder")
          .texts("id", "displayName", "parentFolderId")
          .navigation(ExtendedProperties.FIELD, true, ExtendedProperties.SHAPE)
          .readOnly("id", "parentFolderId");

  private ContactShape() {}

  private static Shape contact() {
    Shape shape = new Shape("microsoft.graph.contact");
    shape.texts(TEXTS.toArray(String[]::new));
    shape.manyTexts(LISTS.toArray(String[]::new));
    ADDRESSES.forEach(name -> shape.complex(name, ADDRESS));
    POSITIONS.forEach(name -> shape.complex(name, EMAIL));
    return shape
        .manyComplex("emailAddresses", EMAIL)
        .times("birthday", "createdDateTime", "lastModifiedDateTime")
        .texts("id", "changeKey", "parentFolderId")
        .navigation(ExtendedProperties.FIELD, true, ExtendedProperties.SHAPE)
        .notKept("extensions", "multiValueExtendedProperties", "photo")
        .readOnly("id", "changeKey", "createdDateTime", "lastModifiedDateTime");
  }
}
