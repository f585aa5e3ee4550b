/** Tests of the vault and the registry. */
@NullMarked
package io.lockstep.vault;

import org.jspecify.annotations.NullMarked;
