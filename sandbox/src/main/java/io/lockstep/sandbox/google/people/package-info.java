/** Contacts and contact groups of the simulated Google. */
@NullMarked
package io.lockstep.sandbox.google.people;

import org.jspecify.annotations.NullMarked;
