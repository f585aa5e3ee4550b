package io.lockstep.sync;

/**
 * Says when two values of a field are the same to a person. Values are compared, and hashed, by
 * their key: a phone number by its digits, a text by its words. A key is the empty text exactly for
 * an empty value.
 */
@FunctionalInterface
public interface Comparison {
  String key(String field, String value);
}
