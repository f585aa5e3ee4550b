/** The commands of {@code lockstep}, each a class with its options. */
@NullMarked
package io.lockstep.cli;

import org.jspecify.annotations.NullMarked;
