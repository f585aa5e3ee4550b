package io.lockstep.sandbox.salesforce.org.schema;

/** The yes-or-no properties of a field. */
record FieldFlags(
    boolean createable,
    boolean updateable,
    boolean nillable,
    boolean filterable,
    boolean custom,
    boolean unique,
    boolean caseSensitive,
    boolean externalId,
    boolean calculated,
    boolean defaulted,
    boolean restricted) {

  /** From the letters of a standard field's table line. */
  static FieldFlags of(String letters) {
    return new FieldFlags(
        letters.indexOf('c') >= 0,
        letters.indexOf('u') >= 0,
        letters.indexOf('n') >= 0,
        letters.indexOf('x') < 0,
        false,
        letters.indexOf('q') >= 0,
        false,
        false,
        letters.indexOf('k') >= 0,
        letters.indexOf('d') >= 0,
        letters.indexOf('r') >= 0);
  }
}
