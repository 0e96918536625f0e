namespace MySpinBot.Nodes.Tests.Lips;

public sealed class Fourier_transforms_any_size
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(8, 1)]
    [InlineData(15, 1)]
    [InlineData(49, 3)]
    [InlineData(60, 5)]
    [InlineData(97, 1)]
    [InlineData(128, 1)]
    [InlineData(360, 4)]
    [InlineData(800, 8)]
    public void As_its_definition_does(int size, int signals)
    {
        var random = new Random(size);
        var real = Enumerable.Range(0, size * signals).Select(_ => random.NextDouble() - 0.5).ToArray();
        var imaginary = Enumerable.Range(0, size * signals).Select(_ => random.NextDouble() - 0.5).ToArray();
        var (gotReal, gotImaginary) = (real.ToArray(), imaginary.ToArray());

        new Fourier(size, signals).Transform(gotReal, gotImaginary);

        for (var signal = 0; signal < signals; signal++)
        {
            foreach (var k in new[] { 0, 1, size / 3, size / 2, size - 1 }.Where(k => k < size))
            {
                var (sumReal, sumImaginary) = (0.0, 0.0);
                for (var i = 0; i < size; i++)
                {
                    var (sine, cosine) = Math.SinCos(-Math.Tau * ((long)i * k % size) / size);
                    var (a, b) = (real[(i * signals) + signal], imaginary[(i * signals) + signal]);
                    sumReal += (a * cosine) - (b * sine);
                    sumImaginary += (a * sine) + (b * cosine);
                }

                gotReal[(k * signals) + signal].ShouldBe(sumReal, 1e-11 * size);
                gotImaginary[(k * signals) + signal].ShouldBe(sumImaginary, 1e-11 * size);
            }
        }
    }
}
