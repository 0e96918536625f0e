using System.ComponentModel.DataAnnotations;

namespace MySpinBot.Nodes.Basics.Maths;

/// <summary>Lists of numbers, and what can be said of them.</summary>
public static class RangeNodes
{
    /// <summary>Counts: a list of whole numbers at equal distances. What follows runs once for each.</summary>
    /// <param name="start">First number.</param>
    /// <param name="end">Where to stop; it does not belong to the list.</param>
    /// <param name="step">Distance; below zero to count down.</param>
    /// <returns>The numbers, in order.</returns>
    [Node("IntRange", Title = "Int Range", Category = "basics/math", Search = "count, sequence, loop, list of numbers")]
    [return: Output(Name = "numbers")]
    public static IReadOnlyList<long> Count(long start = 0, long end = 10, long step = 1)
    {
        if (step == 0)
        {
            throw Failures.At("step", "Input 'step' is 0, and counting would never end; it takes any other whole number.");
        }

        var length = Int128.Max(0, ((Int128)end - start + step - Math.Sign(step)) / step);
        Limits.PromisedList((long)Int128.Min(length, long.MaxValue), "end");
        return Enumerable.Range(0, (int)length).Select(i => start + (i * step)).ToList();
    }

    /// <summary>Numbers spread evenly from one to another, both included. What follows runs once for each.</summary>
    /// <param name="start">First number.</param>
    /// <param name="end">Last number.</param>
    /// <param name="count">How many; a single one is the first.</param>
    /// <returns>The numbers, in order.</returns>
    [Node("FloatRange", Title = "Float Range", Category = "basics/math", Search = "linspace, sequence, sweep, list of numbers")]
    [return: Output(Name = "numbers")]
    public static IReadOnlyList<double> Spread(double start = 0, double end = 1, [Range(1, Limits.ListLength)] int count = 11)
        => Enumerable.Range(0, count).Select(i => count == 1 ? start : start + ((end - start) * i / (count - 1))).ToList();

    /// <summary>Says what is to be said of a list of numbers. Of an empty list the sum is 0, and there is nothing else: that is a failure.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <returns>sum: All added up; mean: Their average; min: The least; max: The greatest; count: How many there are.</returns>
    [Node("NumberStatistics", Category = "basics/math", Search = "sum, mean, average, min, max, count")]
    public static (double Sum, double Mean, double Min, double Max, long Count) Statistics([Input(SocketOnly = true)] IReadOnlyList<double> numbers)
    {
        if (numbers.Count == 0)
        {
            throw Failures.At("numbers", "Input 'numbers' is an empty list; a mean takes one number at least.");
        }

        // Neumaier's compensated sum: the same in whatever order of size the numbers come, to within the last digit.
        double sum = 0, lost = 0;
        foreach (var number in numbers)
        {
            var next = sum + number;
            lost += Math.Abs(sum) >= Math.Abs(number) ? sum - next + number : number - next + sum;
            sum = next;
        }

        return (sum + lost, (sum + lost) / numbers.Count, numbers.Min(), numbers.Max(), numbers.Count);
    }
}
