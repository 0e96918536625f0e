using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>A network asked under several conditions at once: pictures and conditions are laid into one batch, in parts where memory does not suffice.</summary>
/// <remarks>A picture under a condition is a group of its own; so is a whole video. Not for several threads at once: the buffers are its own.</remarks>
internal sealed class ConditionedNetwork : IConditionedModel
{
    private readonly IDiffusionNetwork _network;
    private readonly ModelSampling _sampling;
    private readonly PaintedPicture _picture;
    private readonly BatchRoom _room;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<Condition, NetworkConditions> _conditions = new(ReferenceEqualityComparer.Instance);
    private readonly float[] _scaled;
    private float[] _cut = [];
    private float[] _sample = [];
    private float[] _context = [];
    private float[] _added = [];
    private float[] _times = [];

    /// <summary>Takes a network that is loaded.</summary>
    public ConditionedNetwork(IDiffusionNetwork network, ModelSampling sampling, PaintedPicture picture, BatchRoom room, CancellationToken cancellation)
    {
        (_network, _sampling, _picture, _room, _cancellation) = (network, sampling, picture, room, cancellation);
        _scaled = new float[picture.Shape.Count];
    }

    /// <summary>What the network is told of a sigma where that is not the model's own: a scheduler's times lie between those of the model's table.</summary>
    public Func<float, float>? Times { get; init; }

    private LatentShape Shape => _picture.Shape;

    private bool IsVideo => _network.Config is VideoUNetConfig;

    /// <summary>Makes room for the batches that will come, and refuses conditions that the network cannot take.</summary>
    public Task PrepareAsync(IReadOnlyList<IReadOnlyList<PlacedCondition>> groups)
    {
        foreach (var condition in groups.SelectMany(group => group))
        {
            Of(condition.Condition);
        }

        return groups.Count == 0 ? Task.CompletedTask : _room.ReserveAsync([.. groups.Select(Size)], _cancellation);
    }

    /// <inheritdoc/>
    public void Denoise(ReadOnlySpan<float> x, float sigma, IReadOnlyList<PlacedCondition> joint, Span<float> denoised)
    {
        _sampling.ScaleInput(x, sigma, _scaled);
        var all = Size(joint);
        var group = denoised.Length / all.Groups;
        for (var from = 0; from < all.Groups;)
        {
            var size = all with { Groups = Math.Min(_room.Part(all, all.Groups), all.Groups - from) };
            if (TryPredict(size, joint, from, sigma, denoised.Slice(from * group, size.Groups * group)))
            {
                from += size.Groups;
            }
        }

        Read(x, sigma, joint, denoised);
    }

    private bool TryPredict(NetworkSize size, IReadOnlyList<PlacedCondition> joint, int from, float sigma, Span<float> output)
    {
        var batch = size.Groups * size.Frames;
        var cells = size.Height * size.Width;
        var added = Of(joint[0].Condition).Added.Length;
        var sample = Room(ref _sample, batch * _network.Config.InChannels * cells);
        var context = Room(ref _context, size.Groups * size.Tokens * _network.Config.ContextWidth);
        var numbers = Room(ref _added, size.Groups * added);
        var times = Room(ref _times, size.Groups);
        times.Fill(Times is null ? _sampling.Timestep(sigma) : Times(sigma));
        for (var i = 0; i < size.Groups; i++)
        {
            var (condition, picture) = IsVideo ? (joint[from + i], 0) : (joint[(from + i) / Shape.Batch], (from + i) % Shape.Batch);
            var conditions = Of(condition.Condition);
            for (var frame = 0; frame < size.Frames; frame++)
            {
                var slot = _network.Config.InChannels * cells;
                Lay(condition.Window, conditions, picture + frame, sample.Slice(((i * size.Frames) + frame) * slot, slot));
            }

            Repeat(conditions.Text, picture, context.Slice(i * size.Tokens * _network.Config.ContextWidth, size.Tokens * _network.Config.ContextWidth));
            conditions.Added.CopyTo(numbers[(i * added)..]);
        }

        try
        {
            _network.Predict(new NetworkInput { Size = size, Sample = sample, Timesteps = times, Context = context, Added = numbers }, output, _cancellation);
            return true;
        }
        catch (OutOfDeviceMemoryException) when (_room.Shrink(size))
        {
            return false;
        }
    }

    /// <summary>A picture's window with what is laid beside it, [in channels, height, width].</summary>
    private void Lay(Window window, NetworkConditions conditions, int picture, Span<float> slot)
    {
        var latent = Shape.Channels * window.Height * window.Width;
        window.Cut(_scaled.AsSpan(picture * Shape.Picture, Shape.Picture), Shape.Channels, Shape, slot[..latent]);
        if (conditions.Extra(Shape) is > 0 and var extra)
        {
            var beside = extra * Shape.Height * Shape.Width;
            window.Cut(conditions.Beside.AsSpan(picture * beside, beside), extra, Shape, slot[latent..]);
        }
    }

    /// <summary>A text as often as it takes to fill the common length.</summary>
    private static void Repeat(Embedding text, int picture, Span<float> context)
    {
        var values = text.Values.Slice(picture % text.Batch * text.Tokens * text.Width, text.Tokens * text.Width);
        for (var at = 0; at < context.Length; at += values.Length)
        {
            values.CopyTo(context[at..]);
        }
    }

    /// <summary>What the network's output means, in its place.</summary>
    private void Read(ReadOnlySpan<float> x, float sigma, IReadOnlyList<PlacedCondition> joint, Span<float> denoised)
    {
        var (window, part) = (joint[0].Window, Shape.Channels * joint[0].Window.Height * joint[0].Window.Width);
        var cut = Room(ref _cut, part);
        for (var i = 0; i < joint.Count * Shape.Batch; i++)
        {
            window = joint[i / Shape.Batch].Window;
            window.Cut(x.Slice(i % Shape.Batch * Shape.Picture, Shape.Picture), Shape.Channels, Shape, cut);
            var output = denoised.Slice(i * part, part);
            _sampling.Denoised(cut, output, sigma, output);
        }
    }

    /// <summary>The batch of a group of conditions, all at once.</summary>
    private NetworkSize Size(IReadOnlyList<PlacedCondition> joint)
    {
        long tokens = 1;
        foreach (var condition in joint)
        {
            tokens = PlacedCondition.CommonLength(tokens, condition.Condition.Text.Tokens);
        }

        var window = joint[0].Window;
        return IsVideo ? new NetworkSize(joint.Count, Shape.Batch, window.Height, window.Width, checked((int)tokens))
            : new NetworkSize(checked(joint.Count * Shape.Batch), 1, window.Height, window.Width, checked((int)tokens));
    }

    private NetworkConditions Of(Condition condition)
    {
        if (!_conditions.TryGetValue(condition, out var known))
        {
            _conditions[condition] = known = NetworkConditions.Of(condition, _network.Config, _picture);
        }

        return known;
    }

    private static Span<float> Room(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new float[length];
        }

        return buffer.AsSpan(0, length);
    }
}
