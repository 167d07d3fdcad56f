package dev.botsentinel.spring.test;

/** An update: somebody presses a button. */
record Press(String user, String button) {}
