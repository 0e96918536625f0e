using System.Collections.Concurrent;
using MySpinBot.Films;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Makes the faces of a part of each frame say what is heard at its time.</summary>
/// <param name="plan">Where the faces are.</param>
/// <param name="first">Which frame of the result the first one is.</param>
/// <param name="mel">What is heard.</param>
/// <param name="generator">Makes the faces.</param>
/// <param name="frame">The whole frame, in pixels.</param>
/// <param name="framesPerSecond">Frames a second.</param>
/// <param name="feather">How soft a face's rim is, as a share of it.</param>
internal sealed class LipFrames(SyncPlan plan, long first, MelSpectrogram mel, LipGenerator generator, (int Width, int Height) frame, double framesPerSecond, double feather) : IFrameProcess
{
    private const int MelLength = Wav2LipGenerator.MelBands * Wav2LipGenerator.MelSteps;

    private readonly ConcurrentBag<Work> _spare = [];

    /// <inheritdoc/>
    public int Width => plan.Region.Width;

    /// <inheritdoc/>
    public int Height => plan.Region.Height;

    /// <inheritdoc/>
    public int BatchSize { get; } = generator.BatchSize;

    /// <summary>Two: while faces of one batch are on the device, those of the other are cut out and laid back.</summary>
    public int AtOnce => MostAtOnce;

    /// <summary>What <see cref="AtOnce"/> is.</summary>
    public static int MostAtOnce => 2;

    /// <inheritdoc/>
    public bool SeesEveryFrame => true;

    /// <inheritdoc/>
    public ValueTask ProcessAsync(FrameBatch frames, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var work = _spare.TryTake(out var spare) ? spare : new Work(generator.FaceSize);
        work.Take(frames, plan, first);
        for (var done = 0; done < work.Jobs.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(generator.BatchSize, work.Jobs.Count - done);
            if (Speak(work, frames, done, count, cancellation))
            {
                done += count;
            }
        }

        _spare.Add(work);
        return ValueTask.CompletedTask;
    }

    private bool Speak(Work work, FrameBatch frames, int done, int count, CancellationToken cancellation)
    {
        var view = work.View;
        work.MakeRoom(count);
        for (var i = 0; i < count; i++)
        {
            var (index, box) = work.Jobs[done + i];
            mel.Copy(mel.Start(first + frames.Place(index), framesPerSecond), work.Mels.AsSpan(i * MelLength, MelLength));
            view.Read(frames.Frame(index).Span, Width, box, work.Faces.AsSpan(i * view.InputLength, view.InputLength));
        }

        if (!generator.TryRun(work.Mels, work.Faces, count, work.Frames.AsSpan(0, count * view.OutputLength), cancellation))
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var (index, box) = work.Jobs[done + i];
            var face = work.FaceOf(box);
            view.Write(work.Frames.AsSpan(i * view.OutputLength, view.OutputLength), box, face);
            work.MaskOf(box, plan.Region, frame, feather).Lay(face, frames.Result(index).Span, Width, box);
        }

        return true;
    }

    /// <summary>What one batch needs while it is under way, used again by later ones.</summary>
    private sealed class Work(int faceSize)
    {
        private readonly List<PixelBox> _boxes = [];
        private byte[] _face = [];
        private (PixelBox Box, SoftMask Mask)? _mask;

        public List<(int Index, PixelBox Box)> Jobs { get; } = [];

        public FaceView View { get; } = new(faceSize);

        public float[] Mels { get; private set; } = [];

        public float[] Faces { get; private set; } = [];

        public float[] Frames { get; private set; } = [];

        /// <summary>Lists the faces of a batch; the frames are their own results until faces are laid over them.</summary>
        public void Take(FrameBatch frames, SyncPlan plan, long first)
        {
            Jobs.Clear();
            for (var i = 0; i < frames.Count; i++)
            {
                frames.Frame(i).CopyTo(frames.Result(i));
                plan.BoxesAt(first + frames.Place(i), _boxes);
                foreach (var box in _boxes)
                {
                    Jobs.Add((i, box));
                }
            }
        }

        // A tensor takes its array as it is: the lengths must be exact.
        public void MakeRoom(int count)
        {
            if (Mels.Length != count * MelLength)
            {
                (Mels, Faces, Frames) = (new float[count * MelLength], new float[count * View.InputLength], new float[count * View.OutputLength]);
            }
        }

        public Span<byte> FaceOf(PixelBox box)
        {
            var length = box.Width * box.Height * 3;
            _face = _face.Length >= length ? _face : new byte[length];
            return _face.AsSpan(0, length);
        }

        public SoftMask MaskOf(PixelBox box, PixelBox region, (int Width, int Height) frame, double feather)
        {
            if (_mask is not { } known || known.Box != box)
            {
                var whole = box with { X = box.X + region.X, Y = box.Y + region.Y };
                _mask = known = (box, new SoftMask(whole, frame.Width, frame.Height, feather));
            }

            return known.Mask;
        }
    }
}
