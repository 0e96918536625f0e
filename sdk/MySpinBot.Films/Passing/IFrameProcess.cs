using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>What is done to the frames of a video, a few in a row at a time: a model that makes them larger, moves lips, ….</summary>
public interface IFrameProcess
{
    /// <summary>Columns of the results.</summary>
    int Width { get; }

    /// <summary>Rows of the results.</summary>
    int Height { get; }

    /// <summary>The most frames that are taken at once.</summary>
    int BatchSize { get; }

    /// <summary>How many batches may be under way beside each other; 1 where they come in order and one after the other.</summary>
    int AtOnce { get; }

    /// <summary>Whether equal neighbouring frames may have different results, because something besides the picture counts: the moment, a sound, the frame before.
    /// Where it is false, what stands still is processed once and shown as often as it lasts.</summary>
    bool SeesEveryFrame => false;

    /// <summary>Fills the results of a batch. Decoding, processing and encoding overlap: while this runs, the next frames are decoded and the ones before encoded.</summary>
    /// <param name="frames">The frames and room for their results; good until this returns.</param>
    /// <param name="cancellation">The call was cancelled, or another stage failed: whatever is computed is no longer wanted.</param>
    /// <exception cref="NodeFailure">It cannot be done; the whole pass fails with the sentence.</exception>
    ValueTask ProcessAsync(FrameBatch frames, CancellationToken cancellation);
}
