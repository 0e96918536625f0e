using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Esrgan;

/// <summary>Every case of RealESRGANer's in the reference data: pictures of odd sizes, padded, cut into tiles as it does.</summary>
[Trait("Category", "golden")]
public sealed class Enhancing_as_Real_ESRGAN_does
{
    [Fact]
    public async Task In_every_case()
    {
        foreach (var folder in Golden.Folders("esrgan-*"))
        {
            using var call = new UpscaleCall();
            using var upscaler = await Upscaler.OpenAsync(await call.ModelAsync(Path.Combine(folder, "weights.safetensors")), call, cancellation: TestContext.Current.CancellationToken);
            using var io = Checkpoint.Open(Path.Combine(folder, "io.safetensors"));
            using var cases = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "cases.json"), TestContext.Current.CancellationToken));
            upscaler.Scale.ShouldBe(cases.RootElement.GetProperty("scale").GetInt32());
            foreach (var each in cases.RootElement.GetProperty("enhance").EnumerateObject())
            {
                Compare(upscaler, io, each, folder);
            }
        }
    }

    private static void Compare(Upscaler upscaler, Checkpoint io, JsonProperty each, string folder)
    {
        var (tile, pad, prePad) = (Number("tile"), Number("tile_pad"), Number("pre_pad"));
        var image = io.Get($"{each.Name}.image_bgr_u8");
        var (height, width, scale) = ((int)image.Shape[0], (int)image.Shape[1], upscaler.Scale);
        var (paddedWidth, paddedHeight) = (Up(width + prePad, upscaler.Multiple), Up(height + prePad, upscaler.Multiple));
        var padded = Padded(Turned(Bytes(io, image)), width, height, prePad, paddedWidth, paddedHeight);
        var floats = new float[3 * paddedWidth * scale * paddedHeight * scale];
        var plan = new TilePlan(Sides(paddedWidth, tile, pad), Sides(paddedHeight, tile, pad));
        using var room = new TileRoom(plan.LargestWidth, plan.LargestHeight, scale, 3, new MemoryStream());

        upscaler.Run(plan, room, new BytePicture(padded, paddedWidth, paddedHeight), new FloatPicture(floats, paddedWidth * scale, paddedHeight * scale), told: null, TestContext.Current.CancellationToken);

        var expected = Turned(Bytes(io, io.Get($"{each.Name}.enhanced_bgr_u8")));
        var exact = io.TryGet($"{each.Name}.enhanced_rgb_float_clamped", out var stated) ? io.ReadFloats(stated) : null;
        for (var y = 0; y < height * scale; y++)
        {
            for (var i = 0; i < width * scale * 3; i++)
            {
                var value = Math.Clamp(floats[(y * paddedWidth * scale * 3) + i], 0, 1);
                Math.Abs(MathF.Round(value * 255) - expected[(y * width * scale * 3) + i]).ShouldBeLessThanOrEqualTo(1, $"{folder}/{each.Name}, row {y}");
                if (exact is not null)
                {
                    Math.Abs(value - exact[(((i % 3 * height * scale) + y) * width * scale) + (i / 3)]).ShouldBeLessThanOrEqualTo((float)Golden.Tolerance(folder, 1e-5), $"{folder}/{each.Name}, row {y}, value {i}: {value}");
                }
            }
        }

        int Number(string name) => each.Value.GetProperty(name).GetInt32();
    }

    // Tiles of one size, with a border that ends where the picture does; nothing is mixed.
    private static System.Collections.Immutable.ImmutableArray<TileSpan> Sides(int length, int tile, int pad)
        => tile == 0 ? [new TileSpan(0, length, 0, length, 0)]
            : [.. Enumerable.Range(0, (length + tile - 1) / tile).Select(i => (From: i * tile, To: Math.Min((i + 1) * tile, length)))
                .Select(kept => new TileSpan(Math.Max(kept.From - pad, 0), Math.Min(kept.To + pad, length) - Math.Max(kept.From - pad, 0), kept.From, kept.To, 0))];

    // Mirrored on the right and below: what is asked for, then up to a multiple.
    private static byte[] Padded(byte[] rgb, int width, int height, int prePad, int paddedWidth, int paddedHeight)
    {
        var padded = new byte[3 * paddedWidth * paddedHeight];
        for (var y = 0; y < paddedHeight; y++)
        {
            for (var x = 0; x < paddedWidth; x++)
            {
                var (fromY, fromX) = (Mirrored(Mirrored(y, height + prePad), height), Mirrored(Mirrored(x, width + prePad), width));
                rgb.AsSpan(3 * ((fromY * width) + fromX), 3).CopyTo(padded.AsSpan(3 * ((y * paddedWidth) + x)));
            }
        }

        return padded;
    }

    private static int Mirrored(int at, int length) => at < length ? at : (2 * (length - 1)) - at;

    private static int Up(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private static byte[] Bytes(Checkpoint io, TensorEntry entry)
    {
        var bytes = new byte[entry.ByteCount];
        io.Read(entry, bytes);
        return bytes;
    }

    private static byte[] Turned(byte[] bgr) => [.. Enumerable.Range(0, bgr.Length).Select(i => bgr[i - (i % 3) + 2 - (i % 3)])];
}
