package dev.clacks.common.event;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** How much an object of this package holds on to, found by following its fields. */
final class Held {

    private static final Map<Class<?>, Integer> SIZES =
            Map.of(byte.class, 1, boolean.class, 1, short.class, 2, char.class, 2, int.class, 4, long.class, 8);

    private Held() {}

    /** Bytes of all arrays of primitives that can be reached through fields of this package's classes. */
    static long by(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>();
        left.add(root);
        long bytes = 0;
        while (!left.isEmpty()) {
            Object next = left.remove();
            Class<?> type = next.getClass();
            if (!seen.add(next)) {
                continue;
            }
            if (type.isArray()) {
                bytes += (long) Array.getLength(next) * SIZES.getOrDefault(type.getComponentType(), 0);
            } else if (type.getPackage().equals(Held.class.getPackage())) {
                addFields(next, type, left);
            }
        }
        return bytes;
    }

    private static void addFields(Object of, Class<?> type, Deque<Object> left) {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                try {
                    Object value = field.get(of);
                    if (value != null) {
                        left.add(value);
                    }
                } catch (IllegalAccessException e) {
                    throw new AssertionError("a field of " + type + " cannot be read", e);
                }
            }
        }
    }
}
