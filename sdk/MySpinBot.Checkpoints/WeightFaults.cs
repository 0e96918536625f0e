using MySpinBot.Sdk;

namespace MySpinBot.Checkpoints;

/// <summary>Turns what is wrong with a file of weights into the failure of the node that wanted it: the one place where that is done.</summary>
public static class WeightFaults
{
    /// <summary>Does something with a file of weights.</summary>
    /// <param name="work">What.</param>
    /// <param name="input">The input that named the file; null where none did.</param>
    /// <param name="before">What is said before the checkpoint's sentence.</param>
    /// <exception cref="NodeFailure">The file cannot be used; the sentence is the checkpoint's.</exception>
    public static T Told<T>(Func<T> work, string? input = null, string before = "")
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return work();
        }
        catch (CheckpointException fault)
        {
            throw new NodeFailure(before + fault.Message, fault) { Input = input };
        }
    }

    /// <summary>Does something with a file of weights that takes its time.</summary>
    /// <param name="work">What.</param>
    /// <param name="input">The input that named the file; null where none did.</param>
    /// <param name="before">What is said before the checkpoint's sentence.</param>
    /// <exception cref="NodeFailure">The file cannot be used; the sentence is the checkpoint's.</exception>
    public static async ValueTask<T> ToldAsync<T>(Func<ValueTask<T>> work, string? input = null, string before = "")
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work();
        }
        catch (CheckpointException fault)
        {
            throw new NodeFailure(before + fault.Message, fault) { Input = input };
        }
    }
}
