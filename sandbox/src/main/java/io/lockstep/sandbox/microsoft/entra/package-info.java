/** Sign-in, consent and tokens of the simulated Microsoft 365: Entra ID's v2.0 endpoints. */
@NullMarked
package io.lockstep.sandbox.microsoft.entra;

import org.jspecify.annotations.NullMarked;
