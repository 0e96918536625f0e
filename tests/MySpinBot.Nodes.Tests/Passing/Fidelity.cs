namespace MySpinBot.Nodes.Tests.Passing;

/// <summary>How close one frame comes to another.</summary>
internal static class Fidelity
{
    /// <summary>Peak signal-to-noise ratio over all bytes, in decibels; 100 for equal ones.</summary>
    public static double Decibels(byte[] one, byte[] other)
    {
        one.Length.ShouldBe(other.Length);
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }

        return sum == 0 ? 100 : 10 * Math.Log10(255.0 * 255 * one.Length / sum);
    }
}
