using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Rows_of_pixels_come_apart_and_together
{
    [Fact]
    public void Whatever_their_length()
    {
        for (var count = 0; count < 70; count++)
        {
            var packed = Pictures.Waves(Math.Max(count, 1), 1).Pixels[..(3 * count)].ToArray();
            var (red, green, blue) = (new float[count], new float[count], new float[count]);

            PixelRows.Split(packed, red, green, blue);

            red.ShouldBe(packed.Where((_, i) => i % 3 == 0));
            green.ShouldBe(packed.Where((_, i) => i % 3 == 1));
            blue.ShouldBe(packed.Where((_, i) => i % 3 == 2));
            var again = new float[3 * count];
            PixelRows.Join(red, green, blue, again);
            again.ShouldBe(packed);
        }
    }

    [Fact]
    public void Bytes_become_bytes_again()
    {
        for (var count = 0; count < 70; count++)
        {
            byte[] packed = [.. Enumerable.Range(0, 3 * count).Select(i => (byte)((i * 7) + count))];
            var (red, green, blue) = (new float[count], new float[count], new float[count]);

            PixelRows.Split(packed, red, green, blue);

            green.ShouldBe(packed.Where((_, i) => i % 3 == 1).Select(value => value / 255f));
            var again = new byte[3 * count];
            PixelRows.Join(red, green, blue, again);
            again.ShouldBe(packed);
        }
    }

    [Fact]
    public void What_lies_outside_is_clamped_and_what_is_no_number_is_black()
    {
        float[] values = [-1, 2, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.5f / 255, 1.5f / 255, -0f, 1, 0.25f, 0, 0, 0, 0, 0, 0, 2, float.NaN];
        var (floats, bytes) = (new float[3 * values.Length], new byte[3 * values.Length]);

        PixelRows.Join(values, values, values, floats);
        PixelRows.Join(values, values, values, bytes);

        floats.Where((_, i) => i % 3 == 1).ShouldBe([0, 1, 0, 1, 0, 0.5f / 255, 1.5f / 255, 0, 1, 0.25f, 0, 0, 0, 0, 0, 0, 1, 0]);
        bytes.Where((_, i) => i % 3 == 2).ShouldBe(values.Select(value => float.IsNaN(value) ? (byte)0 : (byte)MathF.Round(Math.Clamp(value, 0, 1) * 255f)));
    }
}
