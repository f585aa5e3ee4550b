package io.lockstep.sandbox.cli;

/** Starts the sandbox: a Salesforce org, a Google and a Microsoft 365 on one machine. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("sandbox");
  }
}
