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

    /// <summary>Fills the results of a batch. Decoding, processing and encoding overlap: while this runs, the next frames are decoded and the ones before encoded.</summary>
    ValueTask ProcessAsync(FrameBatch frames, CancellationToken cancellation);
}
