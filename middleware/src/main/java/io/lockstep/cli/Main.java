package io.lockstep.cli;

/** The command {@code lockstep}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("lockstep");
  }
}
