using System.Collections.Immutable;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>What is to be done: at which places of the result there is a face, and the smallest part of the frame that holds all of them.</summary>
internal sealed class SyncPlan
{
    private readonly FrameOrder _order;
    private readonly Talkers _talkers;

    private SyncPlan(FrameOrder order, Talkers talkers, PixelBox region, ImmutableArray<(long First, long Count)> runs)
        => (_order, _talkers, Region, Runs) = (order, talkers, region, runs);

    /// <summary>The part of the frame in which anything changes; empty where there is no face at all.</summary>
    public PixelBox Region { get; }

    /// <summary>Stretches of the result with a face, in order.</summary>
    public ImmutableArray<(long First, long Count)> Runs { get; }

    /// <summary>Plans it.</summary>
    /// <param name="order">Which frame is seen when.</param>
    /// <param name="talkers">Where the faces are.</param>
    /// <param name="length">Frames of the result with sound.</param>
    /// <param name="cancellation">Ends it.</param>
    public static SyncPlan Of(FrameOrder order, Talkers talkers, long length, CancellationToken cancellation)
    {
        var (boxes, runs) = (new List<PixelBox>(), ImmutableArray.CreateBuilder<(long First, long Count)>());
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, 0, 0);
        for (var place = 0L; place < length; place++)
        {
            if ((place & 0xFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            boxes.Clear();
            talkers.AddTo(order[place], boxes);
            foreach (var box in boxes)
            {
                (left, top) = (Math.Min(left, box.X), Math.Min(top, box.Y));
                (right, bottom) = (Math.Max(right, box.X + box.Width), Math.Max(bottom, box.Y + box.Height));
            }

            Continue(runs, place, boxes.Count > 0);
        }

        return new SyncPlan(order, talkers, right == 0 ? default : new PixelBox(left, top, right - left, bottom - top), runs.ToImmutable());
    }

    /// <summary>The boxes at a place of the result, counted from the region's corner.</summary>
    public void BoxesAt(long place, List<PixelBox> boxes)
    {
        boxes.Clear();
        _talkers.AddTo(_order[place], boxes);
        for (var i = 0; i < boxes.Count; i++)
        {
            boxes[i] = boxes[i] with { X = boxes[i].X - Region.X, Y = boxes[i].Y - Region.Y };
        }
    }

    private static void Continue(ImmutableArray<(long First, long Count)>.Builder runs, long place, bool isTalking)
    {
        if (!isTalking)
        {
            return;
        }

        if (runs is [.., var last] && last.First + last.Count == place)
        {
            runs[^1] = last with { Count = last.Count + 1 };
        }
        else
        {
            runs.Add((place, 1));
        }
    }
}
