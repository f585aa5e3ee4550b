/** Sign-in, consent, tokens and service accounts of the simulated Google. */
@NullMarked
package io.lockstep.sandbox.google.oauth;

import org.jspecify.annotations.NullMarked;
