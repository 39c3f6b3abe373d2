package io.penstock.bench.micro;

/**
 * What one operation took.
 *
 * @param nanos the mean
 * @param error half of the mean's confidence interval of 99.9 %; NaN where there are too few iterations for one
 * @param bytes allocated
 */
record Figures(double nanos, double error, double bytes) {}
