using MySpinBot.Nodes.Wav2Lip;
using static MySpinBot.Nodes.Tests.Lips.Wav2LipGolden;

namespace MySpinBot.Nodes.Tests.Lips;

[Trait("Category", "golden")]
public sealed class Faces_are_cut_out_and_laid_back
{
    [Fact]
    public void A_crop_is_resized_as_OpenCV_does()
    {
        var (from, to) = (Numbers.Shape("e2e.crop_bgr_u8"), Numbers.Shape("e2e.face96_bgr_u8"));
        var face = new byte[to[0] * to[1] * 3];

        new BilinearResizing(from[1], from[0], to[1], to[0]).Apply(Numbers.Bytes("e2e.crop_bgr_u8"), from[1] * 3, face);

        ShouldBeWithinALevel(face, Numbers.Bytes("e2e.face96_bgr_u8"));
    }

    [Fact]
    public void What_was_made_is_cut_to_whole_levels_and_resized_back()
    {
        var (small, box) = (Numbers.Shape("e2e.pred"), Numbers.Shape("e2e.pasted_back_u8"));
        var made = new byte[box[0] * box[1] * 3];

        new FaceView(small[2]).Write(Numbers.Floats("e2e.pred"), new PixelBox(0, 0, box[1], box[0]), made);

        // Frames are red, green, blue; the reference's are blue, green, red.
        ShouldBeWithinALevel(Swapped(made), Numbers.Bytes("e2e.pasted_back_u8"));
    }

    [Fact]
    public void The_generator_sees_blue_green_red_with_the_lower_half_hidden_and_then_the_whole()
    {
        var (crop, shape) = (Numbers.Bytes("e2e.crop_bgr_u8"), Numbers.Shape("e2e.crop_bgr_u8"));
        var expected = Numbers.Bytes("e2e.face96_bgr_u8");
        var size = Numbers.Shape("e2e.face96_bgr_u8")[0];
        var view = new FaceView(size);
        var planes = new float[view.InputLength];

        // Within a larger picture, at an odd place.
        var picture = new byte[(shape[0] + 7) * (shape[1] + 5) * 3];
        var swapped = Swapped(crop);
        for (var row = 0; row < shape[0]; row++)
        {
            swapped.AsSpan(row * shape[1] * 3, shape[1] * 3).CopyTo(picture.AsSpan((((row + 4) * (shape[1] + 5)) + 3) * 3));
        }

        view.Read(picture, shape[1] + 5, new PixelBox(3, 4, shape[1], shape[0]), planes);

        for (var channel = 0; channel < 3; channel++)
        {
            for (var i = 0; i < size * size; i++)
            {
                var value = expected[(i * 3) + channel] / 255f;
                planes[((channel + 3) * size * size) + i].ShouldBe(value, 1.001f / 255);
                planes[(channel * size * size) + i].ShouldBe(i < size / 2 * size ? planes[((channel + 3) * size * size) + i] : 0);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 97)]
    [InlineData(48, 48)]
    [InlineData(192, 192)]
    [InlineData(431, 517)]
    public void A_face_of_one_colour_keeps_it_at_any_size(int width, int height)
    {
        var face = new byte[width * height * 3];
        var planes = new float[3 * 96 * 96];
        Array.Fill(planes, 200.5f / 255, 0, 96 * 96);
        Array.Fill(planes, 1, 96 * 96, 96 * 96);

        new FaceView(96).Write(planes, new PixelBox(0, 0, width, height), face);

        for (var i = 0; i < face.Length; i += 3)
        {
            (face[i], face[i + 1], face[i + 2]).ShouldBe(((byte)0, (byte)255, (byte)200));
        }
    }

    [Fact]
    public void Doubling_and_halving_are_the_means_that_they_should_be()
    {
        byte[] two = [10, 10, 10, 20, 20, 20];
        var four = new byte[12];
        new BilinearResizing(2, 1, 4, 1).Apply(two, 6, four);
        four.ShouldBe([10, 10, 10, 13, 13, 13, 18, 18, 18, 20, 20, 20]);

        var one = new byte[3];
        new BilinearResizing(2, 2, 1, 1).Apply([0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14], 6, one);
        one.ShouldBe([6, 7, 8]);
    }

    [Fact]
    public void The_mask_is_nothing_at_the_rim_everything_inside_and_never_jumps()
    {
        var box = new PixelBox(40, 30, 80, 100);
        var mask = new SoftMask(box, 400, 300, 0.1);

        mask[40, 50].ShouldBe(256);
        Enumerable.Range(0, 80).Max(column => mask[column, 0]).ShouldBeLessThan(8);
        for (var column = 1; column < 80; column++)
        {
            Math.Abs(mask[column, 50] - mask[column - 1, 50]).ShouldBeLessThan(64);
        }
    }

    [Fact]
    public void At_the_frames_own_edge_there_is_no_rim()
    {
        var mask = new SoftMask(new PixelBox(0, 200, 80, 100), 400, 300, 0.1);

        mask[0, 50].ShouldBe(256);
        mask[40, 99].ShouldBe(256);
        mask[40, 0].ShouldBeLessThan(8);
        mask[79, 50].ShouldBeLessThan(8);
    }

    [Fact]
    public void Outside_the_box_no_byte_changes_and_without_a_feather_all_of_it_does()
    {
        var (picture, face, box) = (new byte[20 * 10 * 3], new byte[6 * 4 * 3], new PixelBox(5, 3, 6, 4));
        Array.Fill(picture, (byte)7);
        Array.Fill(face, (byte)250);

        new SoftMask(box, 20, 10, 0).Lay(face, picture, 20, box);

        for (var i = 0; i < picture.Length; i++)
        {
            var (x, y) = (i / 3 % 20, i / 60);
            picture[i].ShouldBe(x is >= 5 and < 11 && y is >= 3 and < 7 ? (byte)250 : (byte)7);
        }
    }

    // What the reference data allows: builds of OpenCV round differently.
    private static void ShouldBeWithinALevel(byte[] ours, byte[] theirs)
    {
        ours.Length.ShouldBe(theirs.Length);
        ours.Zip(theirs, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThanOrEqualTo(1);
    }

    private static byte[] Swapped(byte[] pixels)
    {
        var swapped = new byte[pixels.Length];
        for (var i = 0; i < pixels.Length; i += 3)
        {
            (swapped[i], swapped[i + 1], swapped[i + 2]) = (pixels[i + 2], pixels[i + 1], pixels[i]);
        }

        return swapped;
    }
}
