package io.penstock.provider.echo.answer;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/** So many values, each made when it is asked for. */
final class Series<T> implements Iterator<T> {

    private final int count;
    private final IntFunction<T> value;
    private int next;

    Series(int count, IntFunction<T> value) {
        this.count = count;
        this.value = value;
    }

    @Override
    public boolean hasNext() {
        return next < count;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return value.apply(next++);
    }

    /** One part after the other; a part is made when the one before has ended. */
    static <T> Iterator<T> joined(Iterator<Iterator<T>> parts) {
        return new Iterator<>() {
            private Iterator<T> part = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!part.hasNext() && parts.hasNext()) {
                    part = parts.next();
                }
                return part.hasNext();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return part.next();
            }
        };
    }
}
