using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Memory_decides_how_large_tiles_are
{
    private static readonly UpscaleOptions Large = new() { LargestTile = 400 };

    [Fact]
    public async Task Where_the_shelf_refuses_they_get_smaller_and_the_result_stays_the_same()
    {
        var image = Pictures.Waves(300, 200);
        using var plenty = new UpscaleCall();
        var whole = await UpscaleAsync(plenty, image);
        using var little = new UpscaleCall { Shelf = new RefusingShelf { Refusing = 4 } };

        var tiled = await UpscaleAsync(little, image);

        plenty.ProgressTold.ShouldBe([(1, 1)]);
        little.ProgressTold[^1].Total.ShouldBeGreaterThan(3);
        Sides(little).Length.ShouldBe(5);
        Sides(little).Zip(Sides(little).Skip(1)).ShouldAllBe(pair => pair.Second < pair.First);
        (little.Shelf.Held, little.Shelf.Leased).ShouldBe((0, 0));
        Pictures.Farthest(whole.Pixels, tiled.Pixels).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public async Task Where_even_the_smallest_is_refused_the_sentence_is_the_shelfs()
    {
        using var call = new UpscaleCall { Shelf = new RefusingShelf { Refusing = int.MaxValue } };

        var failure = await Should.ThrowAsync<NodeFailure>(() => UpscaleAsync(call, Pictures.Waves(300, 200)));

        failure.Message.ShouldMatch(@"^A tile of 36×34 pixels that is made larger needs \d+ bytes, and there are fewer\.$");
        Sides(call)[^1].ShouldBe(36);
        (call.Shelf.Held, call.Shelf.Leased).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Where_the_device_runs_out_they_are_halved_down_to_the_smallest()
    {
        using var call = new UpscaleCall();
        using var upscaler = await Upscaler.OpenAsync(await call.ModelAsync(TinyUpscaler.Weights(4)), call, Large, TestContext.Current.CancellationToken);
        using var rooms = upscaler.Rooms();
        var sides = new List<int>();
        var fault = new OutOfDeviceMemoryException("cuda:0 has no room for 3 GiB.");

        var failure = await Should.ThrowAsync<NodeFailure>(async () =>
        {
            while (true)
            {
                var (room, _) = await rooms.RentAsync(1000, 1000, TestContext.Current.CancellationToken);
                sides.Add(room.Width);
                try
                {
                    rooms.Shrink(room, fault);
                }
                finally
                {
                    rooms.Return(room);
                }
            }
        });

        sides.Zip(sides.Skip(1)).ShouldAllBe(pair => pair.Second < pair.First);
        sides.Count.ShouldBeInRange(3, 6);
        sides[^1].ShouldBeLessThanOrEqualTo(38);
        failure.Message.ShouldContain("cpu ran out of memory over a tile of");
        failure.Message.ShouldEndWith(fault.Message);
    }

    [Fact]
    public async Task Frames_that_are_under_way_together_wait_for_each_other_where_memory_suffices_for_one()
    {
        var frame = Pictures.Bytes(Pictures.Waves(40, 30));
        using var alone = new UpscaleCall();
        await UpscaleAsync(alone, Pictures.Waves(40, 30));
        var need = alone.Shelf.Reserved.ShouldHaveSingleItem();
        using var call = new UpscaleCall { Shelf = new RefusingShelf { Budget = need + (need / 2) } };
        using var upscaler = await Upscaler.OpenAsync(await call.ModelAsync(TinyUpscaler.Weights(4)), call, Large, TestContext.Current.CancellationToken);
        byte[][] results = [.. Enumerable.Range(0, 8).Select(_ => new byte[frame.Length * 16])];

        await Task.WhenAll(results.Select(result => upscaler.UpscaleAsync(frame, 40, 30, result, TestContext.Current.CancellationToken)));

        Array.ForEach(results, result => result.ShouldBe(results[0]));
        call.Shelf.Reserved.ShouldHaveSingleItem();
    }

    private static async Task<Image> UpscaleAsync(UpscaleCall call, Image image)
    {
        using var upscaler = await Upscaler.OpenAsync(await call.ModelAsync(TinyUpscaler.Weights(4)), call, Large, TestContext.Current.CancellationToken);
        return await upscaler.UpscaleAsync(image, TestContext.Current.CancellationToken);
    }

    // The longer sides of the tiles that memory was asked for, in order.
    private static int[] Sides(UpscaleCall call) => [.. call.Shelf.Asked.Select(purpose => int.Parse(purpose.Split(' ')[3].Split('×')[0], System.Globalization.CultureInfo.InvariantCulture))];
}
