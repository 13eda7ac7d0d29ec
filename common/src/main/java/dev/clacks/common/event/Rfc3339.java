package dev.clacks.common.event;

import java.time.LocalDate;
import java.time.Year;

/**
 * RFC 3339 times with a zone, as microseconds since the epoch. Further digits of the fraction are cut off, never rounded:
 * rounding could move an event into the next day, and give a copy of it another key. A leap second (23:59:60 in UTC) is
 * the first instant of the next day.
 */
final class Rfc3339 {

    /** Returned for text that is no such time. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int SHORTEST = "2026-11-22T10:30:00Z".length();
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int SECONDS_PER_DAY = 86_400;

    private Rfc3339() {}

    /** The time that the bytes from {@code start} to {@code end} spell, or {@link #INVALID}. */
    static long parse(byte[] text, int start, int end) {
        if (end - start < SHORTEST || !punctuated(text, start)) {
            return INVALID;
        }
        int century = two(text, start);
        int yearInIt = two(text, start + 2);
        int year = century * 100 + yearInIt;
        int month = two(text, start + 5);
        int day = two(text, start + 8);
        int hour = two(text, start + 11);
        int minute = two(text, start + 14);
        int second = two(text, start + 17);
        boolean plausible = (century | yearInIt | month | day | hour | minute | second) >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= daysIn(year, month))
                && hour <= 23
                && minute <= 59
                && second <= 60;
        if (!plausible) {
            return INVALID;
        }
        int zone = start + 19;
        long micros = 0;
        if (text[zone] == '.') {
            int digits = zone + 1;
            zone = digits;
            for (long unit = MICROS_PER_SECOND / 10; zone < end && digit(text[zone]); zone++, unit /= 10) {
                micros += (text[zone] - '0') * unit;
            }
            if (zone == digits) {
                return INVALID;
            }
        }
        int offset = offset(text, zone, end);
        if (offset == Integer.MIN_VALUE) {
            return INVALID;
        }
        int inDay = hour * 3600 + minute * 60 + second;
        if (second == 60) {
            if (Math.floorMod(inDay - offset, SECONDS_PER_DAY) != 0) {
                return INVALID;
            }
            micros = 0;
        }
        return (daysFromEpoch(year, month, day) * SECONDS_PER_DAY + inDay - offset) * MICROS_PER_SECOND + micros;
    }

    private static boolean punctuated(byte[] text, int start) {
        return text[start + 4] == '-'
                && text[start + 7] == '-'
                && (text[start + 10] | 0x20) == 't'
                && text[start + 13] == ':'
                && text[start + 16] == ':';
    }

    /** The zone's offset in seconds east of UTC; {@link Integer#MIN_VALUE} where no zone stands from there to the end. */
    private static int offset(byte[] text, int zone, int end) {
        if (zone == end - 1) {
            return (text[zone] | 0x20) == 'z' ? 0 : Integer.MIN_VALUE;
        }
        if (zone != end - 6 || (text[zone] != '+' && text[zone] != '-') || text[zone + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = two(text, zone + 1);
        int minutes = two(text, zone + 4);
        if ((hours | minutes) < 0 || hours > 23 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return text[zone] == '-' ? -seconds : seconds;
    }

    /** The value of two digits; negative where one of them is none. */
    private static int two(byte[] text, int offset) {
        int tens = text[offset] - '0';
        int ones = text[offset + 1] - '0';
        return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> Year.isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static long daysFromEpoch(int year, int month, int day) {
        return LocalDate.of(year, month, day).toEpochDay();
    }
}
