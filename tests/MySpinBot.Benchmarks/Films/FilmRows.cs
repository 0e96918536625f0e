using MySpinBot.Films;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Films;

/// <summary>A video through an upscaling model, and its parts alone: decoding, the session, what lies before and behind it, encoding. All in turn in every round.</summary>
internal static class FilmRows
{
    private const int Rounds = 3;
    private const int Frames = 32;

    // A frame takes less than a tick of the clock that counts processor time.
    private const int Conversions = 200;

    // One tile of the model's usual size, so that the session alone is a single run a frame.
    private const int Width = 256;
    private const int Height = 144;

    public static IReadOnlyList<Benchmark> All { get; } = [new("films", UpscaleAsync)];

    private static async Task<IReadOnlyList<Row>> UpscaleAsync()
    {
        if (FilmCall.Model is not { } weights)
        {
            Console.Error.WriteLine("It needs upscale_models/realesr-animevideov3.pth: name the folder of models in MYSPINBOT_MODELS.");
            return [];
        }

        await using var call = new FilmCall();
        var video = await call.FilmAsync(Width, Height, Frames);
        var model = await UpscaleModel.ReadAsync(weights, UpscalePrecision.Auto, call.Models, default);
        using var upscaler = await Upscaler.OpenAsync(model, call);
        var frames = await FramesAsync(video, call);
        var larger = GC.AllocateUninitializedArray<byte>(3 * Width * Height * model.Scale * model.Scale);
        await UpscaleAsync(upscaler, frames, larger);
        var rounds = new List<Round>();
        for (var i = 0; i < Rounds; i++)
        {
            rounds.Add(new Round(
                await Processors.OfAsync(() => new FramePass(video, new Upscaling(upscaler, 1), call).RunAsync(default)) / Frames,
                await Processors.OfAsync(() => new FramePass(video, new Upscaling(upscaler, 2), call).RunAsync(default)) / Frames,
                await Processors.OfAsync(() => new FrameReader(video, call).ReadAsync((_, _, _) => Task.CompletedTask, default)) / Frames,
                await Processors.OfAsync(() => ConvertAsync(upscaler, frames[0], larger)) / Conversions,
                await Processors.OfAsync(() => RunAsync(upscaler.Session, model.Scale)) / Frames,
                await Processors.OfAsync(() => EncodeAsync(larger, model.Scale, call)) / Frames));
        }

        return Rows(rounds);
    }

    private static IReadOnlyList<Row> Rows(List<Round> rounds)
    {
        List<double> Of(Func<Round, double> figure) => [.. rounds.Select(figure)];
        var parts = Of(round => round.Decode.Cpu + round.Session.Cpu + round.Encode.Cpu);
        var cores = Environment.ProcessorCount;
        return
        [
            new Row($"a frame of {Width}×{Height} upscaled in a video, one at once", "ms", Of(round => round.One.Wall), "≤ 1.05", $"session + decode + encode, processor time / {cores} cores", [.. parts.Select(part => part / cores)]),
            new Row("the same, two at once", "ms", Of(round => round.Two.Wall), "≤ 1.05", $"session + decode + encode, processor time / {cores} cores", [.. parts.Select(part => part / cores)]),
            new Row("one at once, processor time", "ms", Of(round => round.One.Cpu), "≤ 1.05", "session + decode + encode, processor time", parts),
            new Row("two at once, processor time", "ms", Of(round => round.Two.Cpu), "≤ 1.05", "session + decode + encode, processor time", parts),
            new Row("decoding alone, processor time", "ms", Of(round => round.Decode.Cpu), "", "of the whole", Of(round => round.Two.Cpu)),
            new Row("the session alone, processor time", "ms", Of(round => round.Session.Cpu), "", "of the whole", Of(round => round.Two.Cpu)),
            new Row("before and behind the session, processor time", "ms", Of(round => round.Convert.Cpu), "", "of the whole", Of(round => round.Two.Cpu)),
            new Row("encoding alone, processor time", "ms", Of(round => round.Encode.Cpu), "", "of the whole", Of(round => round.Two.Cpu)),
        ];
    }

    private static async Task<List<byte[]>> FramesAsync(Video video, NodeContext call)
    {
        var frames = new List<byte[]>();
        await foreach (var run in new FrameReader(video, call).RunsAsync(default))
        {
            frames.Add(run.Pixels.ToArray());
        }

        return frames;
    }

    private static async Task UpscaleAsync(Upscaler upscaler, List<byte[]> frames, byte[] larger)
    {
        foreach (var frame in frames)
        {
            await upscaler.UpscaleAsync(frame, Width, Height, larger, default);
        }
    }

    // What a frame goes through besides the session: bytes to planes of floats, and planes to bytes.
    private static async Task ConvertAsync(Upscaler upscaler, byte[] frame, byte[] larger)
    {
        using var rooms = upscaler.Rooms();
        var (room, plan) = await rooms.RentAsync(Width, Height, default);
        await Task.Run(() =>
        {
            var (column, row) = (plan.Columns.Single(), plan.Rows.Single());
            var tile = room.For(column.Size, row.Size);
            var (source, target) = (new BytePicture(frame, Width, Height), new BytePicture(larger, Width * upscaler.Scale, Height * upscaler.Scale));
            for (var i = 0; i < Conversions; i++)
            {
                TileRoom.Fill(tile, source, column, row);
                TileRoom.Pour(tile, target, mixed: null, upscaler.Scale, column, row);
            }
        });
        rooms.Return(room);
    }

    private static Task RunAsync(OnnxSession session, int scale) => Task.Run(() =>
    {
        using var input = Tensor.Of(new float[3 * Width * Height], 1, 3, Height, Width);
        using var output = Tensor.Of(new float[3 * Width * Height * scale * scale], 1, 3, Height * scale, Width * scale);
        var (inputs, outputs) = (new Dictionary<string, Tensor> { [session.Model.Inputs[0].Name] = input }, new Dictionary<string, Tensor> { [session.Model.Outputs[0].Name] = output });
        for (var i = 0; i < Frames; i++)
        {
            session.Run(inputs, outputs, default);
        }
    });

    private static async Task EncodeAsync(byte[] frame, int scale, NodeContext call)
    {
        var size = (Width * scale, Height * scale);
        await using var film = new Mezzanine(size, size, new Rational(25), call, default);
        for (var i = 0; i < Frames; i++)
        {
            // Every frame another one: what stands still costs an encoder nothing.
            frame.AsSpan((3 * i * Width)..).Reverse();
            await film.WriteAsync(frame, 1, default);
        }

        await film.StoreAsync(default);
    }

    private sealed record Round(Processors One, Processors Two, Processors Decode, Processors Convert, Processors Session, Processors Encode);

    private sealed class Upscaling(Upscaler upscaler, int atOnce) : IFrameProcess
    {
        public int Width => FilmRows.Width * upscaler.Scale;

        public int Height => FilmRows.Height * upscaler.Scale;

        public int BatchSize => 1;

        public int AtOnce => atOnce;

        public async ValueTask ProcessAsync(FrameBatch frames, CancellationToken cancellation)
            => await upscaler.UpscaleAsync(frames.Frame(0), frames.Width, frames.Height, frames.Result(0), cancellation);
    }
}
