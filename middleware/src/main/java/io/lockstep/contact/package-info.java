/** The canonical person: names, addresses, numbers, and its fields as the core merges them. */
@NullMarked
package io.lockstep.contact;

import org.jspecify.annotations.NullMarked;
