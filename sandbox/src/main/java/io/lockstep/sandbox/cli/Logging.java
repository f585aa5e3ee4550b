package io.lockstep.sandbox.cli;

/**
 * The log of the sandbox as a program of its own: warnings, on standard error. Where it runs inside
 * another program, that one's settings hold.
 */
public final class Logging {
  private static final String SETTING = "logback.configurationFile";

  private Logging() {}

  /** To be called before anything logs; a setting from the command line wins. */
  public static void toStandardError() {
    if (System.getProperty(SETTING) == null) {
      System.setProperty(SETTING, "io/lockstep/sandbox/cli/logback.xml");
    }
  }
}
