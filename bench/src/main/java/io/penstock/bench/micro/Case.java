package io.penstock.bench.micro;

import java.util.regex.Pattern;

/**
 * One measured method.
 *
 * @param per what one operation is
 * @param subject the class, a name in {@code io.penstock.bench.micro.subject}
 */
record Case(String name, String per, String subject, String method) {

    /** As JMH knows it. */
    String benchmark() {
        return Case.class.getPackageName() + ".subject." + subject + "." + method;
    }

    /** For JMH, which takes patterns and looks for them anywhere in a name. */
    String pattern() {
        return "^" + Pattern.quote(benchmark()) + "$";
    }
}
