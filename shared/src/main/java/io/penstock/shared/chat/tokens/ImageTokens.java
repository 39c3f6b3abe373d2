package io.penstock.shared.chat.tokens;

import org.jspecify.annotations.Nullable;

/**
 * What an image costs, by OpenAI's guide "Images and vision", "Calculating costs", as for GPT-4o: 85
 * tokens, and but for low detail 170 more for each tile of 512 x 512 pixels, once the image is
 * scaled down to fit into 2048 x 2048 and its shorter side to 768. Other models count otherwise, some
 * of them, such as gpt-4o-mini, many times as much.
 */
final class ImageTokens {

    private static final int BASE = 85;
    private static final int A_TILE = 170;
    private static final int TILE = 512;
    private static final int LONGEST_SIDE = 2048;
    private static final int SHORTER_SIDE = 768;
    /** As of 1024 x 1024 pixels: two tiles by two. */
    private static final int UNKNOWN = BASE + 4 * A_TILE;
    /** The most that there is: four tiles by two, of 2048 x 768 pixels. */
    private static final int UNKNOWN_HIGH = BASE + 8 * A_TILE;

    private ImageTokens() {}

    /**
     * @param size null where it is not known, as of an image that only the provider fetches
     * @param detail {@code low}, {@code high}; all else is {@code auto}
     */
    static int of(@Nullable ImageSize size, String detail) {
        if (detail.equals("low")) {
            return BASE;
        }
        if (size == null) {
            return detail.equals("high") ? UNKNOWN_HIGH : UNKNOWN;
        }
        double longer = Math.max(size.width(), size.height());
        double shorter = Math.min(size.width(), size.height());
        double fit = Math.min(1, LONGEST_SIDE / longer);
        double scale = Math.min(fit, SHORTER_SIDE / shorter);
        return BASE + A_TILE * tiles(longer * scale) * tiles(shorter * scale);
    }

    private static int tiles(double side) {
        long pixels = Math.max(1, Math.round(side));
        return (int) ((pixels + TILE - 1) / TILE);
    }
}
