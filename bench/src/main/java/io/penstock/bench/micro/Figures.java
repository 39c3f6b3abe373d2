package io.penstock.bench.micro;

/**
 * What one operation took.
 *
 * @param median of the iterations' times, in nanoseconds: what other programs did to a few of them does not show
 * @param mean of the iterations' times
 * @param error half of the mean's confidence interval of 99.9 %; NaN where there are too few iterations for one
 * @param bytes allocated
 */
record Figures(double median, double mean, double error, double bytes) {}
