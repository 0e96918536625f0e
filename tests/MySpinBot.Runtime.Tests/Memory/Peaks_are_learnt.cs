using MySpinBot.Runtime.Memory;

namespace MySpinBot.Runtime.Tests.Memory;

public sealed class Peaks_are_learnt
{
    [Fact]
    public void The_largest_counts_and_outlives_the_process()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("peaks-").FullName, "peaks.json");
        var book = PeakBook.Open(path);
        book.Find("KSampler", "512x512").ShouldBeNull();
        book.Learn("KSampler", "512x512", 700);
        book.Learn("KSampler", "512x512", 500);
        book.Save();

        PeakBook.Open(path).Find("KSampler", "512x512").ShouldBe(700);
        File.WriteAllText(path, "{ truncated");
        PeakBook.Open(path).Find("KSampler", "512x512").ShouldBeNull();
    }
}
